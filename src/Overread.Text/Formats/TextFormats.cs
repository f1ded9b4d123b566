namespace Overread.Text.Formats;

/// <summary>Every format of annotated text that this library reads and writes.</summary>
public static class TextFormats
{
    /// <summary>In the order in which files are asked whose they are.</summary>
    public static IReadOnlyList<ITextFormat> All { get; } =
    [
        new Brat.BratFormat(),
        new Uima.XmiFormat(),
        new BioC.BioCXml(),
        new WebAnno.WebAnnoFormat(),
        new JsonLines(),
        new BioC.BioCJson(),
        new Fhir.FhirFormat(),
        new Json.LabelStudioFormat(),
        new Json.ProdigyFormat(),
        new Json.DoccanoFormat(),
        new Tables.OmopFormat(),
        new Tables.CsvFormat(),
        new PubTator.PubTatorFormat(),
        new Columns.ConllFormat(),
    ];

    /// <summary>The format of that name, or null.</summary>
    public static ITextFormat? Named(string name) =>
        All.FirstOrDefault(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The format of a file, seen from its content; null where none knows it.</summary>
    public static ITextFormat? Of(TextSource source) => All.FirstOrDefault(f => f.Recognises(source));
}
