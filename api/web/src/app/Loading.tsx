import { useText } from "../language/language";

export function Loading() {
  return (
    <p className="loading" role="status">
      {useText().loading}
    </p>
  );
}
