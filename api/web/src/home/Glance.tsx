import { useMemo } from "react";
import { useAnswer } from "../data/answers";
import { HomePicture } from "../data/generated";
import { useLanguage } from "../language/language";
import { useVocabulary } from "../vocabulary/vocabulary";
import { Constellation } from "./Constellation";
import { pictureOf } from "./glance";

const ASPECT = 1.7;

/** A small network of what several facts mention, to look at before reading. */
export function Glance() {
  const { language, text } = useLanguage();
  const { relations } = useVocabulary();
  const names = relations.filter(({ literal }) => !literal).map(({ name }) => name);
  const { statements } = useAnswer(HomePicture, { lang: language, relations: names });
  const picture = useMemo(() => pictureOf(statements.nodes, ASPECT), [statements]);
  if (picture.dots.length === 0) return null;
  return (
    <section aria-labelledby="glance" className="glance">
      <h2 id="glance">{text.home.picture}</h2>
      <p className="quiet">{text.home.pictureNote}</p>
      <Constellation
        picture={picture}
        label={text.home.pictureAlt(picture.dots.length, picture.arcs.length)}
      />
    </section>
  );
}
