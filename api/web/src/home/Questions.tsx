import { useText } from "../language/language";
import { Link } from "../routing/Link";
import { questionAddress, questions } from "./questions";

/** Questions that open real views. */
export function Questions() {
  const text = useText();
  return (
    <section aria-labelledby="questions">
      <h2 id="questions">{text.home.questions}</h2>
      <ul className="questions">
        {questions.map((question) => (
          <li key={question.key}>
            <Link to={questionAddress(question)}>{text.questions[question.key]}</Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
