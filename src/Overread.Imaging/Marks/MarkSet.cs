namespace Overread.Imaging.Marks;

/// <summary>Marks and the images that they stand on.</summary>
public sealed class MarkSet
{
    /// <summary>Creates an empty set.</summary>
    public MarkSet(MarkedImages images) => Images = images;

    /// <summary>The images.</summary>
    public MarkedImages Images { get; }

    /// <summary>Labels in their order, used or not.</summary>
    public List<MarkLabel> Labels { get; } = [];

    /// <summary>The marks.</summary>
    public List<MarkObject> Objects { get; } = [];

    /// <summary>Who or what made the marks, as the source says; null where it does not.</summary>
    public string? Creator { get; set; }

    /// <summary>What the marks are called as a whole; null where the source does not say.</summary>
    public string? Title { get; set; }

    /// <summary>The label of a number, or a new one of that number.</summary>
    public MarkLabel LabelOf(int number, Func<string> name)
    {
        MarkLabel? label = Labels.Find(known => known.Number == number);
        if (label is null)
        {
            label = new MarkLabel { Number = number, Name = name() };
            Labels.Add(label);
        }

        return label;
    }

    /// <summary>The label of a name, or a new one with the next free number.</summary>
    public MarkLabel LabelNamed(string name)
    {
        MarkLabel? label = Labels.Find(known => known.Name == name);
        if (label is null)
        {
            label = new MarkLabel
            {
                Number = Labels.Count == 0 ? 1 : Labels.Max(known => known.Number) + 1,
                Name = name,
            };
            Labels.Add(label);
        }

        return label;
    }
}
