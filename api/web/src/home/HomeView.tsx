import { Suspense } from "react";
import { Heading } from "../app/Heading";
import { Loading } from "../app/Loading";
import { useAnswer } from "../data/answers";
import { HomeOverview } from "../data/generated";
import { useLanguage, useText } from "../language/language";
import { SearchBox } from "../search/SearchBox";
import { Coverage } from "./Coverage";
import { Glance } from "./Glance";
import { Numbers } from "./Numbers";
import { Questions } from "./Questions";
import { Types } from "./Types";

/** What is in here, and ways in. */
export function HomeView() {
  const text = useText();
  const { language } = useLanguage();
  const { generation, reports } = useAnswer(HomeOverview, {});
  const built = new Date(generation.built);
  const tag = language === "ZH" ? "zh-CN" : "en-GB";
  return (
    <div className="home">
      <section className="hero">
        <div>
          <Heading title={text.motto}>{text.motto}</Heading>
          <p className="lead">{text.home.lead}</p>
          <SearchBox id="home-search" large />
          <Numbers generation={generation} reports={reports} />
        </div>
        <div className="glance">
          <Suspense fallback={<Loading />}>
            <Glance />
          </Suspense>
        </div>
      </section>
      <Questions />
      <Types />
      <Coverage reports={reports} />
      {!Number.isNaN(built.valueOf()) && (
        <p className="quiet built">
          {text.home.built(built.toLocaleDateString(tag, { dateStyle: "long" }))}
        </p>
      )}
    </div>
  );
}
