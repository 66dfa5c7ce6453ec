import { useText } from "../language/language";
import { useTheme } from "../theme/theme";

export function ThemeSwitch() {
  const { switches } = useText();
  const { theme, choose } = useTheme();
  const dark = theme === "dark";
  return (
    <button
      type="button"
      className="switch"
      title={dark ? switches.toLight : switches.toDark}
      onClick={() => {
        choose(dark ? "light" : "dark");
      }}
    >
      {dark ? switches.light : switches.dark}
    </button>
  );
}
