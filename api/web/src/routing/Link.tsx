import type { AnchorHTMLAttributes, MouseEvent, ReactNode } from "react";
import { useNavigation } from "./location";

interface Props extends AnchorHTMLAttributes<HTMLAnchorElement> {
  to: string;
  children: ReactNode;
}

const isPlainClick = (event: MouseEvent) =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

/** A link to one of our own views: followed without loading the page again. */
export function Link({ to, children, ...rest }: Props) {
  const { go } = useNavigation();
  const follow = (event: MouseEvent) => {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    go(to);
  };
  return (
    <a {...rest} href={to} onClick={follow}>
      {children}
    </a>
  );
}
