import { createContext, use, useEffect, useMemo, useState, useTransition } from "react";
import type { ReactNode } from "react";

interface Place {
  path: string;
  query: URLSearchParams;
  hash: string;
}

interface Navigation extends Place {
  /** True while the next view is being fetched and the old one still stands. */
  pending: boolean;
  go: (address: string, options?: { replace?: boolean }) => void;
}

const NavigationContext = createContext<Navigation | null>(null);

function currentPlace(): Place {
  const { pathname, search, hash } = window.location;
  return { path: pathname, query: new URLSearchParams(search), hash: hash.slice(1) };
}

export function NavigationProvider({ children }: { children: ReactNode }) {
  const [place, setPlace] = useState(currentPlace);
  const [pending, startTransition] = useTransition();
  useEffect(() => {
    const follow = () => {
      startTransition(() => {
        setPlace(currentPlace());
      });
    };
    window.addEventListener("popstate", follow);
    return () => {
      window.removeEventListener("popstate", follow);
    };
  }, []);
  const navigation = useMemo<Navigation>(
    () => ({
      ...place,
      pending,
      go: (address, { replace = false } = {}) => {
        if (replace) window.history.replaceState(null, "", address);
        else window.history.pushState(null, "", address);
        startTransition(() => {
          setPlace(currentPlace());
        });
      },
    }),
    [place, pending],
  );
  return <NavigationContext value={navigation}>{children}</NavigationContext>;
}

export function useNavigation(): Navigation {
  const navigation = use(NavigationContext);
  if (!navigation) throw new Error("useNavigation needs a NavigationProvider above it");
  return navigation;
}
