namespace Overread.Domain.Protocols;

/// <summary>The kinds of question.</summary>
public enum FieldKind
{
    /// <summary>One question with the four answer states.</summary>
    Finding,

    /// <summary>One option out of several.</summary>
    Choice,

    /// <summary>Any number of options.</summary>
    Multichoice,

    /// <summary>One option out of an ordered list, lowest first.</summary>
    Ordinal,

    /// <summary>A number with a unit.</summary>
    Number,

    /// <summary>Free text.</summary>
    Text,

    /// <summary>Boxes on an image, each with a class where the field has options.</summary>
    Boxes,

    /// <summary>Points on an image, each with a class where the field has options.</summary>
    Points,
}
