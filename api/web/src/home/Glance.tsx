import { useMemo } from "react";
import { useAnswer } from "../data/answers";
import { HomePicture } from "../data/generated";
import { useLanguage } from "../language/language";
import { useVocabulary } from "../vocabulary/vocabulary";
import { Constellation } from "./Constellation";
import { pictureOf, type Frame } from "./glance";

const WIDE: Frame = { width: 620, height: 540, most: 24 };
const NARROW: Frame = { width: 350, height: 460, most: 14 };

/** A small network of what several facts mention, to look at before reading. */
export function Glance() {
  const { language, text } = useLanguage();
  const { relations } = useVocabulary();
  const names = relations.filter(({ literal }) => !literal).map(({ name }) => name);
  const { statements } = useAnswer(HomePicture, { lang: language, relations: names });
  const narrow = window.matchMedia("(width < 40rem)").matches;
  const picture = useMemo(
    () => pictureOf(statements.nodes, narrow ? NARROW : WIDE),
    [statements, narrow],
  );
  if (picture.dots.length === 0) return null;
  return (
    <Constellation
      picture={picture}
      label={text.home.pictureAlt(picture.dots.length, picture.arcs.length)}
      note={text.home.pictureNote}
    />
  );
}
