using System.Globalization;
using Overread.Deidentification.Dates;
using Overread.Deidentification.Text;
using Overread.Dicom.Deidentify.Plans;
using Overread.Dicom.Deidentify.Values;

namespace Overread.Dicom.Deidentify;

/// <content>What each action does to a value.</content>
internal sealed partial class DatasetPass
{
    /// <summary>The element as it goes into the output; null where it does not.</summary>
    private Element? Apply(Dataset from, Element element, in ElementDecision decision, bool dummy)
    {
        if (element.Items is { } items && decision.Action is not (ElementAction.Remove or ElementAction.Empty))
        {
            return WalkItems(element, items, dummy || decision.Action == ElementAction.Dummy);
        }

        return decision.Action switch
        {
            ElementAction.Keep => Retained(from, element, decision),
            ElementAction.Remove => null,
            ElementAction.Empty => Emptied(element),
            ElementAction.Dummy => Dummied(from, element),
            ElementAction.Uid => Remapped(from, element),
            ElementAction.Clean => Cleaned(from, element),
            ElementAction.Shift => Shifted(from, element),
            ElementAction.Pseudonym => Text(from, element, subject.Pseudonym),
            ElementAction.Replace => Text(from, element, decision.Value ?? ""),
            _ => null,
        };
    }

    private Element WalkItems(Element element, IReadOnlyList<Dataset> items, bool dummy)
    {
        List<Dataset> rewritten = new(items.Count);
        _path.Add((element.Tag, 0));
        for (int i = 0; i < items.Count; i++)
        {
            _path[^1] = (element.Tag, i);
            Dataset item = new() { UndefinedLength = items[i].UndefinedLength };
            Walk(items[i], item, dummy);
            rewritten.Add(item);
        }

        _path.RemoveAt(_path.Count - 1);
        return new Element(element.Tag, rewritten) { UndefinedLength = element.UndefinedLength };
    }

    private static Element Emptied(Element element) =>
        element.IsEmpty && element.Fragments is null ? element
        : element.IsSequence ? new Element(element.Tag, [])
        : new Element(element.Tag, element.Vr, ReadOnlyMemory<byte>.Empty);

    private Element? Dummied(Dataset from, Element element)
    {
        // An element without a value has nothing to hide; giving it one would only invent.
        if (element.IsEmpty)
        {
            return element;
        }

        if (element.Vr == Vr.UI)
        {
            return Remapped(from, element);
        }

        if (element.Tag == Tags.EncapsulatedDocument)
        {
            return new Element(element.Tag, Vr.OB, EmptyDocument());
        }

        string letters = Letters(element.Vr);
        return DummyValues.TextOf(letters) is { } text
            ? Element.Text(element.Tag, element.Vr, text)
            : new Element(element.Tag, element.Vr, DummyValues.BytesOf(letters));
    }

    private Element? Remapped(Dataset from, Element element)
    {
        if (from.TextOf(element) is not { } text)
        {
            return element.IsEmpty ? element : null;
        }

        string replaced = string.Join('\\', text.Split('\\').Select(uids.Replace));
        return element.Vr.MaximumCharacters() < 64 ? null : Text(from, element, replaced);
    }

    private Element? Shifted(Dataset from, Element element)
    {
        if (from.TextOf(element) is not { } text)
        {
            return element.IsEmpty ? element : null;
        }

        return element.Vr switch
        {
            Vr.DT => Text(from, element, DateShift.ShiftDateTimes(text, subject.Offset)),
            // An unknown private date is a DA or a DT by its length.
            Vr.DA => Text(from, element, DateShift.ShiftDates(text, subject.Offset)),
            Vr.TM => TimeValues.IsTime(text) ? element : Emptied(element),
            Vr.UN or Vr.LO or Vr.SH when text.Length >= 8 => Text(
                from,
                element,
                text.Length == 8
                    ? DateShift.ShiftDates(text, subject.Offset)
                    : DateShift.ShiftDateTimes(text, subject.Offset)
            ),
            _ => null,
        };
    }

    private Element? Cleaned(Dataset from, Element element)
    {
        if (element.IsEmpty)
        {
            return element;
        }

        switch (element.Vr)
        {
            case Vr.DA or Vr.DT or Vr.TM:
                return Shifted(from, element);
            case Vr.UI:
                return Remapped(from, element);
            case Vr.AS:
                return CapAge(from, element);
            case Vr.PN or Vr.AE or Vr.UR:
                return Dummied(from, element);
            case Vr.LO or Vr.SH or Vr.ST or Vr.LT or Vr.UT or Vr.UC:
                string text = from.TextOf(element) ?? "";
                string cleaned = TextCleaner.Clean(text, Forbidden, plan.Terms.Contains);
                bool needed = DeidentificationPlan.MayNeedValue(element.Tag.Value);
                return cleaned == text ? element
                    : cleaned.Length > 0 ? Text(from, element, cleaned)
                    : needed ? Dummied(from, element)
                    : Emptied(element);
            case Vr.UN or Vr.OB or Vr.OW or Vr.OF or Vr.OD or Vr.OL or Vr.OV:
                // Bytes cannot be cleaned.
                return null;
            default:
                return Retained(from, element, default);
        }
    }

    /// <summary>Ages above 89 become 90 (45 CFR 164.514(b)(2)(i)(C)); what is no age becomes empty.</summary>
    private static Element CapAge(Dataset from, Element element)
    {
        string text = from.TextOf(element) ?? "";
        if (
            text.Length < 2
            || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            || "DWMY".IndexOf(text[^1], StringComparison.Ordinal) < 0
        )
        {
            return Emptied(element);
        }

        double years = text[^1] switch
        {
            'D' => number / 365.25,
            'W' => number * 7 / 365.25,
            'M' => number / 12.0,
            _ => number,
        };
        return years >= 90 ? Element.Text(element.Tag, Vr.AS, "090Y") : element;
    }

    private static Element Text(Dataset from, Element element, string text)
    {
        byte[] bytes = Element.Padded(element.Vr, from.CharacterSet.Encode(text));
        return element.Range is null && element.InlineBytes.Span.SequenceEqual(bytes)
            ? element
            : new Element(element.Tag, element.Vr, bytes);
    }

    /// <summary>The smallest PDF that readers open: one empty page.</summary>
    private static byte[] EmptyDocument() =>
        Element.Padded(
            Vr.OB,
            System.Text.Encoding.ASCII.GetBytes(
                "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                    + "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
            )
        );
}
