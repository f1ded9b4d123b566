using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Overread.Quality.ReaderStudies;

namespace Overread.Cli.Quality.Studies;

/// <summary>Prints what was found in a reader study: for people, as JSON, as a table.</summary>
internal static class StudyReport
{
    internal static void Print(ParseResult parsed, TextWriter output, OutputOptions shared, StudyResult study)
    {
        bool printed = shared.Write(parsed, output, Table(study));
        if (shared.Json(parsed))
        {
            CommandRun.WriteJson(output, json => Json(json, study));
        }
        else if (!printed)
        {
            Text(output, study);
        }
    }

    private static void Text(TextWriter output, StudyResult study)
    {
        output.WriteLine(
            $"{study.Words}: {study.ModalityNames.Count} modalities, {study.ReaderNames.Count} readers, {study.Diseased} diseased and {study.Cases - study.Diseased} other cases; {study.Method}, {StudyWords.Of(study.Factors)}"
        );
        output.WriteLine();
        TextTable figures = new("modality", "reader", study.Figure, "low", "high", "se", "df");
        foreach (ModalityEstimate found in study.Modalities.Concat(study.Readers))
        {
            figures.Add(
                study.ModalityNames[found.Modality],
                found.Reader is { } reader ? study.ReaderNames[reader] : "mean",
                TextTable.Short(found.Value),
                TextTable.Short(found.Interval?.Low),
                TextTable.Short(found.Interval?.High),
                TextTable.Short(found.StandardError, 4),
                Degrees(found.Degrees)
            );
        }

        figures.Write(output);
        if (study.Differences.Count > 0)
        {
            output.WriteLine();
            TextTable differences = new("difference", "reader", "value", "low", "high", "se", "df", "p");
            foreach (ModalityDifference found in study.Differences.Concat(study.ReaderDifferences))
            {
                differences.Add(
                    $"{study.ModalityNames[found.Second]} - {study.ModalityNames[found.First]}",
                    found.Reader is { } reader ? study.ReaderNames[reader] : "mean",
                    TextTable.Short(found.Value),
                    TextTable.Short(found.Interval?.Low),
                    TextTable.Short(found.Interval?.High),
                    TextTable.Short(found.StandardError, 4),
                    Degrees(found.Degrees),
                    TextTable.Short(found.PValue, 4)
                );
            }

            differences.Write(output);
        }

        if (study.Plan is { } plan)
        {
            output.WriteLine();
            TextTable rows = new("readers", "cases needed");
            foreach ((int readers, int? cases) in plan.Rows)
            {
                rows.Add(
                    readers.ToString(CultureInfo.InvariantCulture),
                    cases?.ToString(CultureInfo.InvariantCulture) ?? "no number is enough"
                );
            }

            rows.Write(output);
        }

        output.WriteLine();
        foreach (string sentence in Sentences(study))
        {
            output.WriteLine(sentence);
        }
    }

    private static IEnumerable<string> Sentences(StudyResult study)
    {
        if (study.ModalityNames.Count > 2 && study.Anova?.Test is { } test)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"That all modalities are alike: p {test.PValue:0.0000}. The differences below are not adjusted for their number."
            );
        }

        foreach (ModalityDifference difference in study.Differences)
        {
            yield return StudyWords.Of(difference, study);
        }

        if (study.Margin is { } margin)
        {
            foreach (ModalityDifference difference in study.Differences.Where(difference => difference.First == 0))
            {
                yield return StudyWords.Of(difference.AgainstMargin(margin), difference, study);
            }
        }

        if (study.Plan is { } plan)
        {
            yield return StudyWords.Of(plan);
        }
    }

    private static ResultTable Table(StudyResult study)
    {
        ModalityEstimate[] estimates = [.. study.Modalities, .. study.Readers];
        ModalityDifference[] differences = [.. study.Differences, .. study.ReaderDifferences];
        return new ResultTable()
            .Text("what", [.. estimates.Select(_ => study.Figure), .. differences.Select(_ => "difference")])
            .Text(
                "modality",
                [
                    .. estimates.Select(found => study.ModalityNames[found.Modality]),
                    .. differences.Select(found => study.ModalityNames[found.Second]),
                ]
            )
            .Text(
                "against",
                [
                    .. estimates.Select(_ => (string?)null),
                    .. differences.Select(found => study.ModalityNames[found.First]),
                ]
            )
            .Text(
                "reader",
                [.. estimates.Select(found => Name(found.Reader)), .. differences.Select(found => Name(found.Reader))]
            )
            .Number(
                "value",
                [
                    .. estimates.Select(found => (double?)found.Value),
                    .. differences.Select(found => (double?)found.Value),
                ]
            )
            .Number(
                "low",
                [.. estimates.Select(found => found.Interval?.Low), .. differences.Select(found => found.Interval?.Low)]
            )
            .Number(
                "high",
                [
                    .. estimates.Select(found => found.Interval?.High),
                    .. differences.Select(found => found.Interval?.High),
                ]
            )
            .Number(
                "se",
                [.. estimates.Select(found => found.StandardError), .. differences.Select(found => found.StandardError)]
            )
            .Number(
                "df",
                [
                    .. estimates.Select(found => (double?)found.Degrees),
                    .. differences.Select(found => (double?)found.Degrees),
                ]
            )
            .Number("p", [.. estimates.Select(_ => (double?)null), .. differences.Select(found => found.PValue)]);

        string? Name(int? reader) => reader is { } at ? study.ReaderNames[at] : null;
    }

    private static void Json(Utf8JsonWriter json, StudyResult study)
    {
        json.WriteStartObject();
        json.WriteString("file", study.Path);
        json.WriteString("figure", study.Figure);
        json.WriteString("method", study.Method);
        json.WriteString("design", study.Design);
        json.WriteString("conclusion", StudyWords.Of(study.Factors));
        json.WriteNumber("readers", study.ReaderNames.Count);
        json.WriteNumber("cases", study.Cases);
        json.WriteNumber("diseased", study.Diseased);
        if (study.Anova is { Components: { } parts } anova)
        {
            json.WriteStartObject("components");
            json.Number("reader", parts.Reader);
            json.Number("modalityReader", parts.ModalityReader);
            json.Number("error", parts.Error);
            json.Number("cov1", parts.Cov1);
            json.Number("cov2", parts.Cov2);
            json.Number("cov3", parts.Cov3);
            json.WriteEndObject();
            json.WriteStartObject("meanSquares");
            json.Number("modality", anova.ModalityMeanSquare);
            json.Number("reader", anova.ReaderMeanSquare);
            json.Number("modalityReader", anova.InteractionMeanSquare);
            json.WriteEndObject();
            if (anova.Test is { } test)
            {
                json.WriteStartObject("test");
                json.Number("statistic", test.Statistic);
                json.Number("df1", test.Numerator);
                json.Number("df2", test.Denominator);
                json.Number("p", test.PValue);
                json.WriteEndObject();
            }
        }

        json.WriteStartArray("modalities");
        foreach (ModalityEstimate found in study.Modalities.Concat(study.Readers))
        {
            json.WriteStartObject();
            json.WriteString("modality", study.ModalityNames[found.Modality]);
            json.WriteString("reader", found.Reader is { } reader ? study.ReaderNames[reader] : null);
            json.Number("value", found.Value);
            json.Number("low", found.Interval?.Low);
            json.Number("high", found.Interval?.High);
            json.Number("se", found.StandardError);
            json.Number("df", found.Degrees);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("differences");
        foreach (ModalityDifference found in study.Differences.Concat(study.ReaderDifferences))
        {
            json.WriteStartObject();
            json.WriteString("modality", study.ModalityNames[found.Second]);
            json.WriteString("against", study.ModalityNames[found.First]);
            json.WriteString("reader", found.Reader is { } reader ? study.ReaderNames[reader] : null);
            json.Number("value", found.Value);
            json.Number("low", found.Interval?.Low);
            json.Number("high", found.Interval?.High);
            json.Number("se", found.StandardError);
            json.Number("df", found.Degrees);
            json.Number("p", found.PValue);
            if (study.Margin is { } margin && found.First == 0)
            {
                NonInferiority judged = found.AgainstMargin(margin);
                json.WriteStartObject("nonInferiority");
                json.Number("margin", margin);
                Flag(json, "shown", judged.Shown);
                Flag(json, "superior", judged.Superior);
                json.Number("p", judged.PValue);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (study.Plan is { } plan)
        {
            json.WriteStartArray("plan");
            foreach ((int readers, int? cases) in plan.Rows)
            {
                json.WriteStartObject();
                json.WriteNumber("readers", readers);
                json.Number("cases", cases);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteStartArray("sentences");
        foreach (string sentence in Sentences(study))
        {
            json.WriteStringValue(sentence);
        }

        json.WriteEndArray();
        json.WriteStartArray("notes");
        foreach (string note in study.Notes)
        {
            json.WriteStringValue(note);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Flag(Utf8JsonWriter json, string name, bool? value)
    {
        if (value is { } flag)
        {
            json.WriteBoolean(name, flag);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static string Degrees(double degrees) =>
        double.IsInfinity(degrees) ? "normal" : TextTable.Short(degrees, 1);
}
