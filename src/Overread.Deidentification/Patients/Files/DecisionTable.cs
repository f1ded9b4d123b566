using System.Buffers;
using System.Globalization;
using System.Text;

namespace Overread.Deidentification.Patients.Files;

/// <summary>
/// Decisions as a table with a header. Needed columns: <c>action</c> (same, different, merge, split; an empty one leaves the
/// row undecided), <c>id</c>, <c>to_id</c>. Others: <c>issuer</c>, <c>to_issuer</c>; <c>study</c> for a split;
/// <c>name</c>, <c>birth_date</c>, <c>sex</c> and the same with <c>to_</c>, which tell two persons of one number apart;
/// <c>reason</c>. Further columns are passed over. The findings are written in the same form, to be filled in.
/// </summary>
public static class DecisionTable
{
    private static readonly string[] Columns =
    [
        "action",
        "kind",
        "rules",
        "issuer",
        "id",
        "name",
        "birth_date",
        "sex",
        "places",
        "to_issuer",
        "to_id",
        "to_name",
        "to_birth_date",
        "to_sex",
        "to_places",
        "study",
        "reason",
    ];

    /// <summary>Reads a table.</summary>
    public static DecisionReading Read(string text)
    {
        List<TableRows.Row> rows = TableRows.Of(text.TrimStart('\uFEFF'));
        if (rows.Count == 0)
        {
            return new([], [new(1, "", "the file is empty")]);
        }

        Dictionary<string, int> columns = new(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < rows[0].Cells.Count; i++)
        {
            if (!columns.TryAdd(rows[0].Cells[i].Trim(), i) && rows[0].Cells[i].Trim().Length > 0)
            {
                return new([], [new(rows[0].Line, "", $"column {i + 1} has the name of another")]);
            }
        }

        List<DecisionProblem> problems =
        [
            .. new[] { "action", "id", "to_id" }
                .Where(name => !columns.ContainsKey(name))
                .Select(name => new DecisionProblem(rows[0].Line, name, "the header lacks this column")),
        ];
        List<PatientDecision> decisions = [];
        if (problems.Count == 0)
        {
            foreach (TableRows.Row row in rows.Skip(1))
            {
                DecisionRow cells = new(row, columns);
                (PatientDecision? decision, DecisionProblem? problem) = cells.Decision();
                if (problem is not null)
                {
                    problems.Add(problem);
                }
                else if (decision is not null)
                {
                    decisions.Add(decision);
                }
            }
        }

        return new(decisions, problems);
    }

    /// <summary>Writes findings as a table to be filled in: it holds everything that identifies.</summary>
    /// <param name="findings">In the order in which they are written.</param>
    public static string Write(IEnumerable<PatientFinding> findings)
    {
        StringBuilder text = new();
        text.AppendJoin(',', Columns).Append('\n');
        foreach (PatientFinding finding in findings)
        {
            string[] cells =
            [
                finding.Decided is { } decided ? decided.ToString().ToLowerInvariant() : "",
                finding.Kind.ToString(),
                finding.Rules == NumberRules.None ? "" : finding.Rules.ToString(),
                .. Side(finding.One, finding.OnePlaces),
                .. Side(finding.Other, finding.OtherPlaces),
                finding.Study,
                "",
            ];
            text.AppendJoin(',', cells.Select(Quoted)).Append('\n');
        }

        return text.ToString();
    }

    private static string[] Side(SourcePatient patient, IReadOnlyList<int> places) =>
        [
            patient.Identity.Issuer,
            patient.Identity.Id,
            patient.Name,
            patient.BirthDate,
            patient.Sex,
            string.Join(' ', places.Select(p => p.ToString(CultureInfo.InvariantCulture))),
        ];

    private static readonly SearchValues<char> Signs = SearchValues.Create("\",;\t\r\n");

    private static string Quoted(string cell) =>
        cell.AsSpan().IndexOfAny(Signs) >= 0 || cell != cell.Trim()
            ? "\"" + cell.Replace("\"", "\"\"", StringComparison.Ordinal) + "\""
            : cell;
}
