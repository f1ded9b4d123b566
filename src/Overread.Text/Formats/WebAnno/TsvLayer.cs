namespace Overread.Text.Formats.WebAnno;

/// <summary>What a layer of a file is.</summary>
internal enum TsvLayerKind
{
    Span,
    Chain,
    Relation,
}

/// <summary>A layer as the head of a file declares it.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Type">The name of its UIMA type.</param>
/// <param name="Features">The names of its columns; the last of a relation is <c>BT_</c> and the type that it joins.</param>
/// <param name="Column">Its first column, behind those of the token.</param>
internal sealed record TsvLayer(TsvLayerKind Kind, string Type, IReadOnlyList<string> Features, int Column)
{
    /// <summary>Columns that it takes: a layer without features has one.</summary>
    internal int Width => Math.Max(1, Features.Count);

    internal static TsvLayer? Parse(string line, int column)
    {
        TsvLayerKind? kind = line.Split('=')[0] switch
        {
            "#T_SP" => TsvLayerKind.Span,
            "#T_CH" => TsvLayerKind.Chain,
            "#T_RL" => TsvLayerKind.Relation,
            _ => null,
        };
        string[] parts = line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim().Split('|');
        return kind is { } k ? new(k, parts[0], [.. parts[1..].Where(p => p.Length > 0)], column) : null;
    }
}
