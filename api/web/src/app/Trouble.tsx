import { Component, use, type ReactNode } from "react";
import { AnswersContext } from "../data/answers";
import { useText } from "../language/language";
import { Heading } from "./Heading";

interface State {
  error: Error | null;
}

/** Shows what went wrong below it, with a way to try again. */
export class Trouble extends Component<{ children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: Error): State {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    const retry = () => {
      this.setState({ error: null });
    };
    return <TroubleNotice message={error.message} retry={retry} />;
  }
}

function TroubleNotice({ message, retry }: { message: string; retry: () => void }) {
  const { error } = useText();
  const answers = use(AnswersContext);
  return (
    <div className="notice" role="alert">
      <Heading>{error.title}</Heading>
      <p>{message}</p>
      <button
        type="button"
        className="button"
        onClick={() => {
          answers.clear();
          retry();
        }}
      >
        {error.retry}
      </button>
    </div>
  );
}
