using System.Runtime.InteropServices;

namespace Overread.Dicom.Pixels.Codecs;

/// <summary>Finds the system's codec libraries; where one is absent, says which package brings it.</summary>
internal static class NativeCodecs
{
    internal const string CharLs = "libcharls.so.2";
    internal const string OpenJpeg = "libopenjp2.so.7";

    private static readonly Lazy<bool> CharLsThere = new(() => NativeLibrary.TryLoad(CharLs, out _));
    private static readonly Lazy<bool> OpenJpegThere = new(() => NativeLibrary.TryLoad(OpenJpeg, out _));

    internal static bool HasCharLs => CharLsThere.Value;

    internal static bool HasOpenJpeg => OpenJpegThere.Value;

    internal static void NeedCharLs()
    {
        if (!HasCharLs)
        {
            throw new FrameCodecException("JPEG-LS needs the CharLS library (Debian package libcharls2)");
        }
    }

    internal static void NeedOpenJpeg()
    {
        if (!HasOpenJpeg)
        {
            throw new FrameCodecException("JPEG 2000 needs the OpenJPEG library (Debian package libopenjp2-7)");
        }
    }
}
