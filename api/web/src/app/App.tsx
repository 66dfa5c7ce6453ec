import { Suspense } from "react";
import { useText } from "../language/language";
import { useNavigation } from "../routing/location";
import { Footer } from "./Footer";
import { Header } from "./Header";
import { Loading } from "./Loading";
import { Trouble } from "./Trouble";
import { View } from "./View";

export function App() {
  const text = useText();
  const { path, query, pending } = useNavigation();
  const address = `${path}?${query.toString()}`;
  return (
    <>
      <a className="skip" href="#content">
        {text.skip}
      </a>
      <Header />
      <main id="content" tabIndex={-1} aria-busy={pending}>
        <Trouble key={address}>
          <Suspense fallback={<Loading />}>
            <View />
          </Suspense>
        </Trouble>
      </main>
      <Footer />
    </>
  );
}
