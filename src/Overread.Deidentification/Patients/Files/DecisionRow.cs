namespace Overread.Deidentification.Patients.Files;

/// <summary>One row of a table of decisions.</summary>
internal sealed class DecisionRow(TableRows.Row row, Dictionary<string, int> columns)
{
    internal (PatientDecision? Decision, DecisionProblem? Problem) Decision()
    {
        if (row.IsOpen)
        {
            return Wrong("", "a quotation mark is not closed");
        }

        string action = Cell("action");
        if (action.Length == 0)
        {
            return (null, null);
        }

        if (
            !Enum.TryParse(action, true, out PatientDecisionKind kind)
            || !Enum.IsDefined(kind)
            || char.IsAsciiDigit(action[0])
        )
        {
            return Wrong("action", "an action is same, different, merge or split, or empty");
        }

        PatientIdentity one = new(Cell("issuer"), Cell("id"));
        PatientIdentity other = new(Cell("to_issuer"), Cell("to_id"));
        return kind switch
        {
            PatientDecisionKind.Merge or PatientDecisionKind.Split => ByNumber(kind, one, other),
            PatientDecisionKind.Same when one.IsEmpty && Cell("name").Length == 0 && Cell("study").Length > 0 =>
                ByNumber(PatientDecisionKind.Split, one, other),
            _ when one == other || one.IsEmpty || other.IsEmpty => ByFacts(kind, one, other),
            _ => (new(kind, new(one), new(other), Cell("reason")), null),
        };
    }

    private (PatientDecision?, DecisionProblem?) ByNumber(
        PatientDecisionKind kind,
        PatientIdentity one,
        PatientIdentity other
    )
    {
        string study = Cell("study");
        return one.IsEmpty && kind == PatientDecisionKind.Merge ? Wrong("id", "the number is missing")
            : other.IsEmpty ? Wrong("to_id", "the number is missing")
            : one == other ? Wrong("to_id", "it is the number that it is said of")
            : kind == PatientDecisionKind.Split && study.Length == 0 ? Wrong("study", "a split is of one study")
            : (
                new(kind, new(one), new(other), Cell("reason"))
                {
                    Study = kind == PatientDecisionKind.Split ? study : "",
                },
                null
            );
    }

    private (PatientDecision?, DecisionProblem?) ByFacts(
        PatientDecisionKind kind,
        PatientIdentity one,
        PatientIdentity other
    )
    {
        PatientReference first = Exact(one, "");
        PatientReference second = Exact(other, "to_");
        return first == second
                ? Wrong("to_id", "the row speaks of one number twice: name, birth date or sex must tell the two apart")
            : (one.IsEmpty && first.Name is "") || (other.IsEmpty && second.Name is "")
                ? Wrong(one.IsEmpty && first.Name is "" ? "id" : "to_id", "neither a number nor a name")
            : (new(kind, first, second, Cell("reason")), null);
    }

    private PatientReference Exact(PatientIdentity identity, string prefix) =>
        new(identity, Cell(prefix + "name"), Cell(prefix + "birth_date"), Cell(prefix + "sex"));

    private (PatientDecision?, DecisionProblem?) Wrong(string where, string problem) =>
        (null, new(row.Line, where, problem));

    private string Cell(string column) =>
        columns.TryGetValue(column, out int at) && at < row.Cells.Count ? PatientIdentity.Bare(row.Cells[at]) : "";
}
