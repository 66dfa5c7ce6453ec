import { useText } from "../language/language";

export function Footer() {
  return <footer className="footer">{useText().footer}</footer>;
}
