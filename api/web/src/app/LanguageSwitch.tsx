import { useLanguage } from "../language/language";

export function LanguageSwitch() {
  const { language, text, speak } = useLanguage();
  const other = language === "ZH" ? "EN" : "ZH";
  return (
    <button
      type="button"
      className="switch"
      lang={other === "ZH" ? "zh-Hans" : "en"}
      title={text.switches.language}
      onClick={() => {
        speak(other);
      }}
    >
      {text.switches.languageShort}
    </button>
  );
}
