using Overread.Dicom.PixelText;

namespace Overread.Dicom.Tests;

/// <summary>A word drawn into a generated image.</summary>
/// <param name="Box">The ink.</param>
/// <param name="Text">What it says.</param>
internal readonly record struct BurnedInWord(PixelBox Box, string Text);
