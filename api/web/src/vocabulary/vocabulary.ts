import { useAnswer } from "../data/answers";
import { VocabularyTerms, type VocabularyTermsQuery } from "../data/generated";
import { useLanguage } from "../language/language";

export type EntityType = VocabularyTermsQuery["types"][number];
export type RelationType = VocabularyTermsQuery["relations"][number];

/** The ontology's entity types and relations, named in the reader's language. */
export function useVocabulary(): VocabularyTermsQuery {
  return useAnswer(VocabularyTerms, { lang: useLanguage().language });
}
