using System.Text.Json;
using Overread.Quality.Agreement;

namespace Overread.Cli.Quality;

/// <summary>Coefficients as JSON.</summary>
internal static class AgreementJson
{
    internal static void Write(Utf8JsonWriter json, LabelFile labels, List<FieldAgreement> found)
    {
        json.WriteStartObject();
        json.WriteString("file", labels.Path);
        json.WriteStartArray("coefficients");
        foreach (FieldAgreement field in found)
        {
            foreach (AgreementRow row in field.Rows)
            {
                Write(json, field, row);
            }
        }

        json.WriteEndArray();
        json.WriteStartArray("differences");
        foreach (
            (FieldAgreement field, DifferenceRow row) in found.SelectMany(f => f.Differences.Select(row => (f, row)))
        )
        {
            json.WriteStartObject();
            json.WriteString("name", row.Difference.First.Name);
            json.WriteString("field", field.Field);
            json.WriteString("first", row.First);
            json.WriteString("second", row.Second);
            json.WriteBoolean("paired", row.Paired);
            json.Number("firstValue", row.Difference.First.Value);
            json.Number("secondValue", row.Difference.Second.Value);
            json.Number("value", row.Difference.Value);
            json.Number("low", row.Difference.Interval?.Low);
            json.Number("high", row.Difference.Interval?.High);
            json.Number("correlation", row.Difference.Correlation);
            json.WriteString("sentence", row.Sentence(field.Field));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("notes");
        foreach (string note in labels.Reading.Notes)
        {
            json.WriteStringValue(note);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The members of a coefficient that stands for itself, within an object.</summary>
    internal static void Members(Utf8JsonWriter json, AgreementRow row)
    {
        json.WriteString("name", row.Coefficient.Name);
        if (row.Part is { } part)
        {
            json.WriteString("of", part);
        }

        json.Number("value", row.Coefficient.Value);
        json.Number("low", row.Coefficient.Interval?.Low);
        json.Number("high", row.Coefficient.Interval?.High);
        json.WriteNumber("items", row.Coefficient.Items);
        json.WriteString("state", Words(row.Coefficient.State));
        json.WriteString("words", AgreementWords.Of(row.Coefficient));
    }

    /// <summary>A state as words joined by hyphens.</summary>
    internal static string Words(AgreementState state) =>
        string.Concat(
            state
                .ToString()
                .Select(
                    (c, i) =>
                        char.IsUpper(c) && i > 0 ? "-" + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString()
                )
        );

    private static void Write(Utf8JsonWriter json, FieldAgreement field, AgreementRow row)
    {
        Coefficient coefficient = row.Coefficient;
        json.WriteStartObject();
        json.WriteString("name", coefficient.Name);
        json.WriteString("field", field.Field);
        if (row.Part is { } part)
        {
            json.WriteString("of", part);
        }

        json.Number("value", coefficient.Value);
        json.Number("low", coefficient.Interval?.Low);
        json.Number("high", coefficient.Interval?.High);
        json.WriteNumber("items", coefficient.Items);
        json.WriteNumber("readers", coefficient.Readers);
        json.WriteString("state", Words(coefficient.State));
        json.WriteString("words", AgreementWords.Of(coefficient));
        json.WriteString("interval", coefficient.Interval?.Method);
        json.WriteString("noInterval", coefficient.NoInterval);
        json.Number("level", coefficient.Interval?.Level);
        json.Number("observed", coefficient.Observed);
        json.Number("expected", coefficient.Expected);
        json.WriteStartObject("prevalence");
        for (int k = 0; k < field.Categories.Count; k++)
        {
            json.WriteNumber(field.Categories[k], field.Prevalence[k]);
        }

        json.WriteEndObject();
        if (coefficient.Reading is { } reading)
        {
            json.WriteString("reading", reading.Word);
            json.WriteString("scale", reading.Scale);
        }

        json.WriteEndObject();
    }
}
