using Overread.Dicom.PixelText;
using Overread.Ocr;

namespace Overread.Dicom.Tests;

/// <summary>One engine for all tests: loading it takes longer than a picture.</summary>
internal static class TextEngine
{
    private static readonly Lazy<ITextEngine> Loaded = new(() => new OnnxTextEngine());

    internal static ITextEngine Shared => Loaded.Value;
}
