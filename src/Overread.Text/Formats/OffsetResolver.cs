using Overread.Text.Documents;

namespace Overread.Text.Formats;

/// <summary>
/// Puts spans at their code points. The words that a file gives with its spans decide what its offsets are counted in: the
/// way in which most of them fit, the declared one where it fits as well as any.
/// </summary>
internal sealed class OffsetResolver(TextSource source, Findings findings, ReadingChoices choices)
{
    /// <summary>The spans of one document, in order; what fits nowhere is left out with a finding.</summary>
    internal List<TextSpan> Resolve(string document, IReadOnlyList<OffsetGroup> groups, OffsetUnit declared) =>
        Resolve(document, groups, Choose(document, groups, declared));

    /// <summary>The same where it is known how offsets are counted.</summary>
    internal List<TextSpan> Resolve(string document, IReadOnlyList<OffsetGroup> groups, OffsetScale scale)
    {
        List<TextSpan> spans = [];
        foreach (OffsetGroup group in groups)
        {
            int[] places = scale.Places(group.Text);
            spans.AddRange(group.Spans.Select(raw => Place(document, group, raw, scale, places)).OfType<TextSpan>());
        }

        return spans;
    }

    internal OffsetScale Choose(string document, IReadOnlyList<OffsetGroup> groups, OffsetUnit declared)
    {
        OffsetScale plain = OffsetScale.Plain(declared);
        int most = Fitting(groups, plain, out int all);
        int first = most;
        OffsetScale best = plain;
        foreach (OffsetScale scale in OffsetScale.All(declared))
        {
            if (most == all)
            {
                break;
            }

            int fit = Fitting(groups, scale, out _);
            if (fit > most)
            {
                (most, best) = (fit, scale);
            }
        }

        if (best == plain)
        {
            return plain;
        }

        // A few spans that fit by chance are no proof of another way to count.
        if (most * 2 < all || (best.First != 0 || best.LastIncluded) && most < all)
        {
            return plain;
        }

        findings.Note(
            source,
            0,
            $"document {document}: offsets are counted in {best.Said}, not in {plain.Said}: {most} of {all} spans fit so, {first} as declared; converted"
        );
        return best;
    }

    /// <summary>How many spans fit in the way of counting in which most do.</summary>
    internal static int MostFitting(IReadOnlyList<OffsetGroup> groups, out int all)
    {
        int most = Fitting(groups, OffsetScale.Plain(OffsetUnit.CodePoints), out all);
        if (most < all)
        {
            foreach (OffsetScale scale in OffsetScale.All(OffsetUnit.CodePoints))
            {
                most = Math.Max(most, Fitting(groups, scale, out _));
            }
        }

        return most;
    }

    private static int Fitting(IReadOnlyList<OffsetGroup> groups, OffsetScale scale, out int all)
    {
        int fit = 0;
        all = 0;
        foreach (OffsetGroup group in groups)
        {
            int[]? places = null;
            foreach (RawSpan raw in group.Spans.Where(s => !string.IsNullOrEmpty(s.Surface)))
            {
                all++;
                places ??= scale.Places(group.Text);
                fit +=
                    Mapped(group, raw, scale, places) is { } fragments && FitsTight(group.Text, fragments, raw.Surface!)
                        ? 1
                        : 0;
            }
        }

        return fit;
    }

    private static List<Fragment>? Mapped(OffsetGroup group, RawSpan raw, OffsetScale scale, int[] places)
    {
        List<Fragment> fragments = new(raw.Fragments.Count);
        foreach (Fragment f in raw.Fragments)
        {
            if (scale.Map(places, f.Start - group.Origin, f.End - group.Origin) is not { } mapped)
            {
                return null;
            }

            fragments.Add(mapped);
        }

        return fragments;
    }

    /// <summary>Whether the words are there without white space around them that the file does not give.</summary>
    private static bool FitsTight(CodePoints text, List<Fragment> fragments, string surface)
    {
        if (!Fits(text, fragments, surface) || fragments[0].Start == fragments[^1].End)
        {
            return false;
        }

        char first = text.Text[text.ToUnits(fragments[0].Start)];
        char last = text.Text[text.ToUnits(fragments[^1].End) - 1];
        return char.IsWhiteSpace(first) == char.IsWhiteSpace(surface[0])
            && char.IsWhiteSpace(last) == char.IsWhiteSpace(surface[^1]);
    }

    /// <summary>Whether the words are there; white space and case may differ, fragments may be parted by anything.</summary>
    internal static bool Fits(CodePoints text, IReadOnlyList<Fragment> fragments, string surface)
    {
        int at = 0;
        foreach (Fragment f in fragments)
        {
            ReadOnlySpan<char> part = text.Text.AsSpan(text.ToUnits(f.Start)..text.ToUnits(f.End));
            int from = at;
            if (!Follow(part, surface, ref at))
            {
                // Between fragments some programs write " ... " or "|".
                int next =
                    fragments.Count > 1
                        ? surface.AsSpan(from).IndexOf(part.Trim(), StringComparison.OrdinalIgnoreCase)
                        : -1;
                if (next < 0)
                {
                    return false;
                }

                at = from + next + part.Trim().Length;
            }
        }

        return surface.AsSpan(at).Trim().IsEmpty;
    }

    private static bool Follow(ReadOnlySpan<char> part, string surface, ref int at)
    {
        int from = at;
        foreach (char c in part)
        {
            if (char.IsWhiteSpace(c))
            {
                continue;
            }

            while (from < surface.Length && char.IsWhiteSpace(surface[from]))
            {
                from++;
            }

            if (
                from >= surface.Length
                || (surface[from] != c && char.ToUpperInvariant(surface[from]) != char.ToUpperInvariant(c))
            )
            {
                return false;
            }

            from++;
        }

        at = from;
        return true;
    }

    private TextSpan? Place(string document, OffsetGroup group, RawSpan raw, OffsetScale scale, int[] places)
    {
        List<Fragment>? fragments = Mapped(group, raw, scale, places);
        if (!string.IsNullOrEmpty(raw.Surface) && (fragments is null || !Fits(group.Text, fragments, raw.Surface)))
        {
            fragments = Sought(document, group, raw, fragments);
        }
        else if (fragments is null)
        {
            findings.LeftOut(source, raw.Line, $"{Named(document, raw)} lies outside the text or within a character");
        }

        return fragments is null
            ? null
            : new TextSpan(
                raw.Id,
                raw.Type,
                [
                    .. fragments
                        .Select(f => new Fragment(f.Start + group.Place, f.End + group.Place))
                        .OrderBy(f => f.Start),
                ]
            )
            {
                Attributes = raw.Attributes,
                Normalisations = raw.Normalisations,
            };
    }

    private List<Fragment>? Sought(string document, OffsetGroup group, RawSpan raw, List<Fragment>? fragments)
    {
        string surface = raw.Surface!;
        List<int> found = [];
        string text = group.Text.Text;
        for (
            int i = text.IndexOf(surface, StringComparison.Ordinal);
            i >= 0 && raw.Fragments.Count == 1;
            i = text.IndexOf(surface, i + 1, StringComparison.Ordinal)
        )
        {
            if (group.Text.TryOfUnits(i, out int start) && group.Text.TryOfUnits(i + surface.Length, out int end))
            {
                found.Add(start);
                _ = end;
            }
        }

        string there = fragments is null
            ? "the offsets lie outside the text"
            : $"the text there is \"{Short(string.Join(' ', fragments.Select(f => group.Text.Slice(f.Start, f.End))))}\"";
        if (found.Count == 1 || (found.Count > 1 && choices.Repair))
        {
            int wanted = raw.Fragments[0].Start - group.Origin;
            int start = found.MinBy(f => Math.Abs(f - wanted));
            int length = new CodePoints(surface).Length;
            findings.Note(
                source,
                raw.Line,
                $"{Named(document, raw)}: {there}; corrected to {start + group.Place}-{start + length + group.Place}, "
                    + (found.Count == 1 ? "the only place of its words" : "the nearest of their places")
            );
            return [new(start, start + length)];
        }

        string hint =
            found.Count > 1
                ? $"its words stand {found.Count} times: --repair takes the nearest"
                : "its words are nowhere";
        if (fragments is null)
        {
            findings.LeftOut(source, raw.Line, $"{Named(document, raw)}: {there}, {hint}");
        }
        else
        {
            findings.Doubt(source, raw.Line, $"{Named(document, raw)}: {there}, {hint}; kept at its offsets");
        }

        return fragments;
    }

    private static string Named(string document, RawSpan raw) =>
        $"document {document}, {raw.Type} {string.Join(';', raw.Fragments.Select(f => $"{f.Start}-{f.End}"))}"
        + (string.IsNullOrEmpty(raw.Surface) ? "" : $" \"{Short(raw.Surface)}\"");

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
