import { useState } from "react";
import { useText } from "../language/language";
import { searchAddress } from "../routing/addresses";
import { useNavigation } from "../routing/location";

interface Props {
  id: string;
  initial?: string;
  large?: boolean;
}

export function SearchBox({ id, initial = "", large = false }: Props) {
  const { search } = useText();
  const { go } = useNavigation();
  const [words, setWords] = useState(initial);
  return (
    <form
      role="search"
      className={large ? "search-box search-box-large" : "search-box"}
      action={() => {
        if (words.trim()) go(searchAddress(words.trim()));
      }}
    >
      <label htmlFor={id} className="visually-hidden">
        {search.label}
      </label>
      <input
        id={id}
        type="search"
        name="q"
        autoComplete="off"
        spellCheck={false}
        placeholder={search.placeholder}
        value={words}
        onChange={(event) => {
          setWords(event.target.value);
        }}
      />
      <button type="submit" className="button">
        {search.button}
      </button>
    </form>
  );
}
