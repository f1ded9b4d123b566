using System.Globalization;
using System.Text;

namespace Overread.Quality.Tests.Agreement.Coverage;

/// <summary>
/// Intervals hold what they claim: a short form always; with OVERREAD_WRITE_COVERAGE=1000 the whole table of so many studies
/// per cell, written into docs/quality/coverage.md.
/// </summary>
public sealed class CoverageTests
{
    private const double Least = 0.93;

    [Fact]
    public void Every_coefficient_is_held_by_its_intervals()
    {
        List<CoverageTable.Cell> cells = [];
        foreach (int items in (int[])[20, 80])
        {
            foreach (double prevalence in (double[])[0.05, 0.5])
            {
                cells.AddRange(CoverageTable.Measure(new(items, prevalence, 2, 2, 0.97), 60, 11));
                cells.AddRange(CoverageTable.Measure(new(items, prevalence, 3, 3, 0.85), 60, 12));
            }
        }

        foreach (IGrouping<string, CoverageTable.Cell> of in cells.GroupBy(cell => cell.Coefficient))
        {
            double studies = of.Sum(cell => cell.Studies);
            double coverage = of.Sum(cell => cell.Coverage * cell.Studies) / studies;
            double error = Math.Sqrt(Least * (1 - Least) / studies);
            Assert.True(coverage >= Least - (2 * error), $"{of.Key}: {coverage:F3} of {studies}");
            Assert.InRange(of.Average(cell => cell.Width), 0.05, 0.8);
        }
    }

    [Fact]
    public void Intraclass_correlations_are_held_by_their_intervals()
    {
        foreach (MeasuredStudies.Cell cell in MeasuredStudies.All(400))
        {
            double error = Math.Sqrt(Least * (1 - Least) / 400);
            Assert.True(cell.Coverage >= Least - (3 * error), MeasuredStudies.Words(cell));
        }
    }

    [Fact]
    public void The_page_is_written_on_demand()
    {
        string? asked = Environment.GetEnvironmentVariable("OVERREAD_WRITE_COVERAGE");
        Assert.SkipWhen(
            string.IsNullOrEmpty(asked),
            "OVERREAD_WRITE_COVERAGE=1000 computes and writes the table, which takes some minutes."
        );
        int studies = int.Parse(asked!, CultureInfo.InvariantCulture);
        List<CoverageTable.Design> designs = [];
        foreach (
            (int readers, int classes, double right) in ((int, int, double)[])
                [(2, 2, 0.97), (8, 2, 0.8), (3, 3, 0.97), (4, 5, 0.8)]
        )
        {
            foreach (int items in (int[])[20, 60, 300])
            {
                foreach (double prevalence in (double[])[0.02, 0.1, 0.5])
                {
                    designs.Add(new(items, prevalence, readers, classes, right));
                }
            }
        }

        List<CoverageTable.Cell> cells =
        [
            .. designs
                .AsParallel()
                .AsOrdered()
                .WithDegreeOfParallelism(2)
                .SelectMany(d => CoverageTable.Measure(d, studies, 2026)),
        ];
        WritePage(cells, [.. MeasuredStudies.All(2000)], studies);
        // What the page says falls short: a weighted κ of many grades that rests on one rare item.
        Assert.All(
            cells.Where(cell => cell.Coefficient != "weighted-kappa" || cell.Design is { Prevalence: > 0.02 }),
            cell =>
                Assert.True(
                    cell.Coverage >= Least - (3 * Math.Sqrt(Least * (1 - Least) / cell.Studies)),
                    CoverageTable.Words(cell)
                )
        );
    }

    private static void WritePage(List<CoverageTable.Cell> cells, List<MeasuredStudies.Cell> measured, int studies)
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at!.FullName, "Overread.slnx")))
        {
            at = at.Parent;
        }

        string page = Path.Combine(at.FullName, "docs", "quality", "coverage.md");
        string text = File.ReadAllText(page);
        const string Mark = "<!-- written by CoverageTests -->";
        StringBuilder table = new(text[..(text.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length)]);
        CoverageTable.Cell worst = cells.MinBy(cell => cell.Coverage)!;
        table.Append(
            CultureInfo.InvariantCulture,
            $"\n\n{cells.Count + measured.Count} cells: {cells.Count} of categories with {studies} studies each, {measured.Count} of measurements with 2000. Worst of categories: {worst.Coefficient}, {worst.Design.Items} items, prevalence {worst.Design.Prevalence:P0}, {worst.Design.Readers} readers, {worst.Design.Classes} classes: {worst.Coverage:F3} of {worst.Studies} studies (standard error {Math.Sqrt(worst.Coverage * (1 - worst.Coverage) / worst.Studies):F3}). Worst of measurements: {MeasuredStudies.Words(measured.MinBy(cell => cell.Coverage)!)}. Mean over all cells {cells.Average(cell => cell.Coverage):F3}; below .93: {cells.Count(cell => cell.Coverage < Least)}.\n"
        );
        foreach (
            IGrouping<(int, int, double), CoverageTable.Cell> group in cells.GroupBy(c =>
                (c.Design.Readers, c.Design.Classes, c.Design.Right)
            )
        )
        {
            CoverageTable.Design[] columns = [.. group.Select(cell => cell.Design).Distinct()];
            table.Append(
                CultureInfo.InvariantCulture,
                $"\n### {group.Key.Item1} readers, {group.Key.Item2} classes, the best knows {group.Key.Item3:P0}\n\nCoverage and, in brackets, mean width.\n\n| items, prevalence |"
            );
            table.AppendJoin(
                ' ',
                columns.Select(d => string.Create(CultureInfo.InvariantCulture, $"{d.Items}, {d.Prevalence:P0} |"))
            );
            table.Append("\n|---|" + string.Concat(columns.Select(_ => "---|")) + "\n");
            foreach (string name in CoverageTable.Names)
            {
                table.Append(CultureInfo.InvariantCulture, $"| {name} |");
                foreach (CoverageTable.Design design in columns)
                {
                    CoverageTable.Cell? cell = group.FirstOrDefault(c => c.Design == design && c.Coefficient == name);
                    table.Append(
                        cell is null
                            ? " – |"
                            : string.Create(CultureInfo.InvariantCulture, $" {cell.Coverage:F3} ({cell.Width:F2}) |")
                    );
                }

                table.Append('\n');
            }
        }

        table.Append(
            "\n### Intraclass correlation\n\n| form | items | readers | true | coverage | width |\n|---|--:|--:|--:|--:|--:|\n"
        );
        foreach (MeasuredStudies.Cell cell in measured)
        {
            table.Append(
                CultureInfo.InvariantCulture,
                $"| {cell.Name} | {cell.Items} | {cell.Readers} | {cell.Truth:F2} | {cell.Coverage:F3} | {cell.Width:F2} |\n"
            );
        }

        File.WriteAllText(page, table.ToString());
    }
}
