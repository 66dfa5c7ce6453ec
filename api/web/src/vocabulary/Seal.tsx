import { typeColour } from "./colours";

/** A small coloured seal with the first letter of a type's name; the name itself stands beside. */
export function Seal({ type, label }: { type: string; label: string }) {
  return (
    <span className="seal" style={{ "--accent": typeColour(type) }} title={label} aria-hidden="true">
      {label.slice(0, 1)}
    </span>
  );
}
