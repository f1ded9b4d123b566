using Overread.Dicom.PixelText;

namespace Overread.Dicom.Tests.AnswerKey;

/// <summary>One thing that must hold of one attribute of one output.</summary>
/// <param name="Action">What must hold.</param>
/// <param name="Path">Sequences and items on the way, then the attribute.</param>
/// <param name="Value">Words, date, identifier, or hash of the pixels in the source.</param>
/// <param name="Box">Where a word was burned in.</param>
internal sealed record KeyCheck(
    KeyAction Action,
    IReadOnlyList<(Tag Tag, int Item)> Path,
    string Value,
    PixelBox Box = default
);
