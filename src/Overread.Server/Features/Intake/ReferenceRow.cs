using Overread.Domain.Intake;
using Overread.Storage;

namespace Overread.Server.Features.Intake;

/// <summary>One line of a list of references: item, and optionally subject, address and what is coarsely known.</summary>
internal sealed record ReferenceRow(string Item, string? Subject, string? Reference)
{
    /// <summary>Traits of which the list has a column; none where it has no such column.</summary>
    public IReadOnlyList<ItemTrait> Traits { get; init; } = [];

    /// <summary>
    /// Reads CSV with the header item[,subject][,reference] and, where it has them, sex, age (whole years, kept as a band), site,
    /// manufacturer, model and year.
    /// </summary>
    /// <exception cref="RefusedException">The line that cannot be read is named.</exception>
    public static List<ReferenceRow> Parse(string text)
    {
        string[] lines = text.Split('\n');
        string[] header = [.. Cells(lines[0].Trim('\r', '\uFEFF')).Select(c => c.Trim().ToLowerInvariant())];
        int item = Array.IndexOf(header, "item");
        int subject = Array.IndexOf(header, "subject");
        int reference = Array.IndexOf(header, "reference");
        if (item < 0)
        {
            throw new RefusedException(
                new(
                    "references.header",
                    "The first line has to name the column item (and may name subject and reference)."
                )
                {
                    Where = "line 1",
                }
            );
        }

        List<(string Name, int At)> traits =
        [
            .. Domain.Intake.Traits.All.Select(t => (t, Array.IndexOf(header, t))).Where(t => t.Item2 >= 0),
        ];
        List<ReferenceRow> rows = [];
        for (int i = 1; i < lines.Length; i++)
        {
            string line = lines[i].TrimEnd('\r');
            if (line.Length == 0)
            {
                continue;
            }

            List<string> cells = Cells(line);
            if (cells.Count != header.Length || cells[item].Trim().Length is 0 or > 200)
            {
                throw new RefusedException(
                    new(
                        "references.line",
                        $"Line {i + 1} has {cells.Count} cells where the header has {header.Length}, or its item is empty or longer than 200 characters."
                    )
                    {
                        Where = $"line {i + 1}",
                    }
                );
            }

            List<ItemTrait> stated = [.. traits.Select(t => Domain.Intake.Traits.Of(t.Name, Cell(cells, t.At)))];
            if (stated.Find(t => t.Gap == TraitGap.Unreadable) is { } unread)
            {
                throw new RefusedException(
                    new("references.line", $"What line {i + 1} states as {unread.Name} is none.")
                    {
                        Where = $"line {i + 1}",
                        Next =
                            "Sex is F, M or O; age whole years; year four digits; site, manufacturer and model have at most 64 characters.",
                    }
                );
            }

            rows.Add(new(cells[item].Trim(), Cell(cells, subject), Cell(cells, reference)) { Traits = stated });
        }

        return rows;
    }

    private static string? Cell(List<string> cells, int index) =>
        index < 0 || cells[index].Trim().Length == 0 ? null : cells[index].Trim();

    private static List<string> Cells(string line)
    {
        List<string> cells = [];
        System.Text.StringBuilder cell = new();
        bool quoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (quoted && c == '"' && i + 1 < line.Length && line[i + 1] == '"')
            {
                cell.Append('"');
                i++;
            }
            else if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(c);
            }
        }

        cells.Add(cell.ToString());
        return cells;
    }
}
