import { useText } from "../language/language";
import { Link } from "../routing/Link";
import { homeAddress } from "../routing/addresses";
import { Heading } from "./Heading";

/** Says what isn't there; without `message`, that the page isn't. */
export function NotFound({ message }: { message?: string }) {
  const { error } = useText();
  return (
    <div className="notice">
      <Heading>{message ?? error.notFound}</Heading>
      <p>
        <Link to={homeAddress}>{error.toHome}</Link>
      </p>
    </div>
  );
}
