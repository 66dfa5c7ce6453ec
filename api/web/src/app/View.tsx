import { lazy } from "react";
import { EntityView } from "../entity/EntityView";
import { HomeView } from "../home/HomeView";
import { QueryView } from "../query/QueryView";
import { ReportView } from "../report/ReportView";
import { useNavigation } from "../routing/location";
import { SearchView } from "../search/SearchView";
import { NotFound } from "./NotFound";

const NetworkView = lazy(() => import("../network/NetworkView"));

/** The view that the address names. */
export function View() {
  const { path } = useNavigation();
  if (path === "/") return <HomeView />;
  if (path === "/search") return <SearchView />;
  if (/^\/entity(\/|$)/.test(path)) return <EntityView />;
  if (/^\/network(\/|$)/.test(path)) return <NetworkView />;
  if (path === "/query") return <QueryView />;
  const report = /^\/report\/([^/]+)$/.exec(path)?.[1];
  return report ? <ReportView name={decodeURIComponent(report)} /> : <NotFound />;
}
