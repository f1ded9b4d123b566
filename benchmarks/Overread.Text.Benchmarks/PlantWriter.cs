using System.Text;

namespace Overread.Text.Benchmarks;

/// <summary>Writes a text and remembers where its identifiers are.</summary>
internal sealed class PlantWriter
{
    private readonly StringBuilder _text = new();
    private readonly List<GoldSpan> _gold = [];

    internal PlantWriter Add(string text)
    {
        _text.Append(text);
        return this;
    }

    internal PlantWriter Plant(string type, string value)
    {
        _gold.Add(new(_text.Length, _text.Length + value.Length, type));
        return Add(value);
    }

    internal GoldDocument Document(string name) => new(name, _text.ToString(), _gold);
}
