namespace Overread.Dicom.PixelText;

/// <summary>What was read at a place. Identifying: it is compared and dropped.</summary>
/// <param name="Text">What it says; empty where nothing was read.</param>
/// <param name="Confidence">0 to 1.</param>
public readonly record struct TextReading(string Text, double Confidence)
{
    /// <summary>Says nothing of the text.</summary>
    public override string ToString() => $"text of {Text?.Length ?? 0} characters";
}
