using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Overread.Dicom.Text;

namespace Overread.Dicom;

/// <summary>
/// Elements in the order of their numbers: a file's data set, or one item of a sequence. Not safe for two threads while
/// one of them changes it.
/// </summary>
public sealed class Dataset : IEnumerable<Element>
{
    private readonly List<Element> _elements = [];
    private SpecificCharacterSet? _characterSet;

    /// <summary>Creates an empty data set.</summary>
    /// <param name="parent">The data set in whose sequence this one is an item; it lends its character set.</param>
    public Dataset(Dataset? parent = null) => Parent = parent;

    /// <summary>The data set in whose sequence this one is an item; null at the root.</summary>
    public Dataset? Parent { get; internal set; }

    /// <summary>Number of elements at this level.</summary>
    public int Count => _elements.Count;

    /// <summary>Byte position of the item in its file; -1 where made in memory.</summary>
    public long Offset { get; internal init; } = -1;

    /// <summary>True where the item's end was marked and not counted.</summary>
    public bool UndefinedLength { get; init; }

    /// <summary>Elements in order.</summary>
    public IReadOnlyList<Element> Elements => _elements;

    /// <summary>The character set of this level: its own, its parent's, or ASCII.</summary>
    public SpecificCharacterSet CharacterSet =>
        _characterSet ??= TryGet(Tags.SpecificCharacterSet, out Element? own)
            ? SpecificCharacterSet.Parse(SpecificCharacterSet.Default.Decode(own.ReadBytes().Span))
            : Parent?.CharacterSet ?? SpecificCharacterSet.Default;

    /// <summary>Finds an element of this level.</summary>
    public bool TryGet(Tag tag, [NotNullWhen(true)] out Element? element)
    {
        int index = IndexOf(tag);
        element = index >= 0 ? _elements[index] : null;
        return element is not null;
    }

    /// <summary>True where this level has the element, with or without a value.</summary>
    public bool Contains(Tag tag) => IndexOf(tag) >= 0;

    /// <summary>Puts an element in its place, replacing one of the same number.</summary>
    public void Set(Element element)
    {
        Adopt(element);
        int index = IndexOf(element.Tag);
        if (index >= 0)
        {
            _elements[index] = element;
        }
        else
        {
            _elements.Insert(~index, element);
        }
    }

    /// <summary>Sets a text value; see <see cref="Element.Text(Tag, Vr, string)"/>.</summary>
    public void Set(Tag tag, Vr vr, string text) => Set(Element.Text(tag, vr, text, CharacterSet));

    /// <summary>Sets text under the representation that the dictionary lists.</summary>
    public void Set(Tag tag, string text) => Set(tag, AttributeRegistry.VrOf(tag), text);

    /// <summary>Sets 16-bit numbers.</summary>
    public void Set(Tag tag, params ReadOnlySpan<ushort> values) => Set(Element.UInt16(tag, values));

    /// <summary>Sets a sequence.</summary>
    public void Set(Tag tag, params ReadOnlySpan<Dataset> items) => Set(new Element(tag, items.ToArray()));

    /// <summary>Removes an element.</summary>
    /// <returns>False where there was none.</returns>
    public bool Remove(Tag tag)
    {
        int index = IndexOf(tag);
        if (index < 0)
        {
            return false;
        }

        if (tag == Tags.SpecificCharacterSet)
        {
            _characterSet = null;
        }

        _elements.RemoveAt(index);
        return true;
    }

    /// <summary>
    /// The text of an element without padding, decoded; several values stay separated by backslashes. Null where the
    /// element is missing, empty or not text.
    /// </summary>
    public string? GetText(Tag tag) => TryGet(tag, out Element? element) ? TextOf(element) : null;

    /// <summary>The text of an element of this level, as <see cref="GetText"/>.</summary>
    public string? TextOf(Element element)
    {
        if (element.Items is not null || element.Fragments is not null || element.Length is 0 or > 1 << 26)
        {
            return null;
        }

        if (!element.Vr.IsText() && element.Vr != Vr.UN)
        {
            return null;
        }

        ReadOnlySpan<byte> bytes = element.ReadBytes().Span;
        string text = element.Vr.UsesCharacterSet() ? CharacterSet.Decode(bytes, element.Vr) : Latin(bytes);
        text = element.Vr.IsSingleText() ? text.TrimEnd(' ', '\0') : text.Trim(' ', '\0');
        return text.Length == 0 ? null : text;
    }

    /// <summary>Values of a text element, each trimmed; empty where there is none.</summary>
    public IReadOnlyList<string> GetTexts(Tag tag) =>
        GetText(tag) is { } text ? [.. text.Split('\\').Select(value => value.Trim(' ', '\0'))] : [];

    /// <summary>
    /// A number, whatever its representation (text or binary); null where there is none at that place or the text is
    /// not a number.
    /// </summary>
    public double? GetNumber(Tag tag, int index = 0)
    {
        if (!TryGet(tag, out Element? element) || element.Items is not null || element.Fragments is not null)
        {
            return null;
        }

        if (element.Vr.IsText())
        {
            IReadOnlyList<string> texts = GetTexts(tag);
            return
                index < texts.Count
                && double.TryParse(texts[index], NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                && double.IsFinite(value)
                ? value
                : null;
        }

        return NumberValues.Read(element, index);
    }

    /// <summary>All numbers of an element; empty where there is none or one of them is not a number.</summary>
    public IReadOnlyList<double> GetNumbers(Tag tag)
    {
        List<double> numbers = [];
        while (GetNumber(tag, numbers.Count) is { } number)
        {
            numbers.Add(number);
        }

        return numbers;
    }

    /// <summary>A whole number; null where there is none, or none that fits.</summary>
    public int? GetInt(Tag tag, int index = 0) =>
        GetNumber(tag, index) is { } number && number is >= int.MinValue and <= int.MaxValue ? (int)number : null;

    /// <summary>Items of a sequence; empty where it is missing.</summary>
    public IReadOnlyList<Dataset> GetItems(Tag tag) =>
        TryGet(tag, out Element? element) && element.Items is { } items ? items : [];

    /// <summary>The creator that owns the block of a private element of this level; null where none does.</summary>
    public string? PrivateCreatorOf(Tag tag) => tag.IsPrivate ? GetText(tag.PrivateCreatorTag) : null;

    /// <inheritdoc/>
    public IEnumerator<Element> GetEnumerator() => _elements.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Adds at the end without search when the number is the greatest so far, which is how files are.</summary>
    /// <returns>False where the number is there already; the element is then dropped.</returns>
    internal bool TryAppend(Element element, out bool outOfOrder)
    {
        outOfOrder = false;
        if (_elements.Count == 0 || _elements[^1].Tag < element.Tag)
        {
            Adopt(element);
            _elements.Add(element);
            return true;
        }

        outOfOrder = true;
        int index = IndexOf(element.Tag);
        if (index >= 0)
        {
            return false;
        }

        Adopt(element);
        _elements.Insert(~index, element);
        return true;
    }

    private static string Latin(ReadOnlySpan<byte> bytes) => System.Text.Encoding.Latin1.GetString(bytes);

    private void Adopt(Element element)
    {
        if (element.Tag == Tags.SpecificCharacterSet)
        {
            _characterSet = null;
        }

        if (element.Items is { } items)
        {
            foreach (Dataset item in items)
            {
                item.Parent = this;
            }
        }
    }

    private int IndexOf(Tag tag)
    {
        int low = 0;
        int high = _elements.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            uint found = _elements[middle].Tag.Value;
            if (found == tag.Value)
            {
                return middle;
            }

            if (found < tag.Value)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return ~low;
    }
}
