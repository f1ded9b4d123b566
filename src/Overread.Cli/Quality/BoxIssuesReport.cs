using System.CommandLine;
using System.Globalization;
using Overread.Cli.Quality.Files;
using Overread.Quality.LabelErrors;

namespace Overread.Cli.Quality;

/// <summary><c>label-issues --kind boxes</c>: boxes that a model, or the other readers, contradict.</summary>
internal static class BoxIssuesReport
{
    internal static void Write(
        ParseResult parsed,
        TextWriter output,
        OutputOptions shared,
        string path,
        FileReading reading,
        string[] models,
        int top
    )
    {
        MarkFile marks = MarkFile.Load([path], reading);
        if (marks.Kind != "boxes")
        {
            throw new FileError(
                path,
                1,
                $"the marks are {marks.Kind}; --kind boxes needs x0,y0,x1,y1 or x,y,width,height."
            );
        }

        int[] judges = [.. models.Select(name => marks.Readers.IndexOf(name))];
        int stranger = Array.IndexOf(judges, -1);
        if (stranger >= 0)
        {
            throw new FileError(
                path,
                0,
                $"--model {models[stranger]}: there is no such reader; there are {string.Join(", ", marks.Readers)}."
            );
        }

        List<(int Item, int Reader)> judged = [];
        List<IReadOnlyList<LabelledBox>> given = [];
        List<IReadOnlyList<LabelledBox>> predicted = [];
        for (int item = 0; item < marks.Items.Count; item++)
        {
            int[] looked =
            [
                .. Enumerable.Range(0, marks.Readers.Count).Where(reader => marks.Boxes(item, reader) is not null),
            ];
            int[] by = judges.Length > 0 ? [.. looked.Intersect(judges)] : looked;
            foreach (int reader in looked.Except(judges).Where(reader => by.Length > (by.Contains(reader) ? 1 : 0)))
            {
                judged.Add((item, reader));
                given.Add(marks.Boxes(item, reader)!);
                predicted.Add(
                    by is [int only] && only != reader ? marks.Boxes(item, only)! : Others(marks, item, by, reader)
                );
            }
        }

        BoxIssues found = BoxIssues.Find(given, predicted);
        string Place(LabelledBox box) =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{(marks.Categories.Count > 0 ? marks.Categories[box.Category] : "box")} at {box.Box.X0:0.##},{box.Box.Y0:0.##},{box.Box.X1:0.##},{box.Box.Y1:0.##}"
            );
        OtherIssues.Print(
            parsed,
            output,
            shared,
            found.Given,
            "boxes",
            [
                .. found.Suspects.Select(one => new OtherIssues.Issue(
                    $"{marks.Items[judged[one.Item].Item]} by {marks.Readers[judged[one.Item].Reader]}",
                    one.Given < 0 ? "nothing" : Place(given[one.Item][one.Given]),
                    Place(predicted[one.Item][one.Predicted]),
                    one.Quality
                )),
            ],
            top,
            Sentence(found, judges.Length > 0)
        );
    }

    /// <summary>What the judges but the reader drew; models keep their scores when there is but one, else the share of judges stands for it.</summary>
    private static IReadOnlyList<LabelledBox> Others(MarkFile marks, int item, int[] judges, int reader)
    {
        int[] all = judges.Contains(reader) ? judges : [.. judges, reader];
        return BoxIssues.OfOthers([.. all.Select(one => marks.Boxes(item, one)!)], Array.IndexOf(all, reader));
    }

    private static string Sentence(BoxIssues found, bool model)
    {
        int missing = found.Suspects.Count(one => one.Kind == BoxIssueKind.Missing);
        int wrong = found.Suspects.Count(one => one.Kind == BoxIssueKind.WrongCategory);
        int moved = found.Suspects.Count(one => one.Kind == BoxIssueKind.Moved);
        return $"{missing} seem missing, {wrong} of another category, {moved} moved, by "
            + (
                model
                    ? "the model; what it never finds is not seen to be missing."
                    : "the other readers; either side may be right."
            );
    }
}
