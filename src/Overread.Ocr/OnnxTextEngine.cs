using System.Reflection;
using System.Security.Cryptography;
using Microsoft.ML.OnnxRuntime;
using Overread.Dicom.Pixels;
using Overread.Dicom.PixelText;

namespace Overread.Ocr;

/// <summary>
/// Finds and reads lines of text with the networks of PP-OCRv4 (Du et al., PP-OCR: a practical ultra lightweight OCR system,
/// 2020, and its later versions), in process, one thread a call. Thread-safe.
/// </summary>
public sealed class OnnxTextEngine : ITextEngine, IDisposable
{
    // Larger pictures are looked at in parts, so that memory stays bounded; parts overlap by the height of large letters.
    private const int LargestPart = 1536;
    private const int Overlap = 128;

    private readonly SessionOptions _sessions = new()
    {
        IntraOpNumThreads = 1,
        InterOpNumThreads = 1,
        LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
    };

    private readonly RunOptions _runs = new();
    private readonly InferenceSession _detecting;
    private readonly InferenceSession _reading;
    private readonly TextDetector _detector;
    private readonly TextReader _reader;

    /// <summary>Loads the networks, which the assembly carries.</summary>
    /// <exception cref="IOException">They cannot be loaded on this machine.</exception>
    public OnnxTextEngine()
    {
        byte[] detector = Resource("detector.onnx");
        byte[] reader = Resource("reader.onnx");
        string[] characters = System.Text.Encoding.UTF8.GetString(Resource("characters.txt")).TrimEnd('\n').Split('\n');
        _detecting = Load(detector);
        _reading = Load(reader);
        _detector = new TextDetector(_detecting, _runs);
        _reader = new TextReader(_reading, _runs, characters);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(detector);
        hash.AppendData(reader);
        Name = $"PP-OCRv4 {Convert.ToHexStringLower(hash.GetHashAndReset())[..12]}";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IReadOnlyList<TextPlace> Find(RenderedFrame frame, double scale)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scale);
        PlanarPicture picture = PlanarPicture.Of(frame);
        List<TextPlace> places = [];
        foreach (PixelBox part in Parts(frame.Width, frame.Height, scale))
        {
            places.AddRange(_detector.Find(picture, part, scale));
        }

        return places;
    }

    /// <inheritdoc/>
    public IReadOnlyList<TextReading> Read(RenderedFrame frame, IReadOnlyList<TextLook> looks)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(looks);
        PlanarPicture picture = PlanarPicture.Of(frame);
        return [.. looks.Select(look => _reader.Read(picture.Part(look.Box, look.Turn)))];
    }

    /// <summary>Lets the networks go.</summary>
    public void Dispose()
    {
        _detecting.Dispose();
        _reading.Dispose();
        _runs.Dispose();
        _sessions.Dispose();
    }

    private static IEnumerable<PixelBox> Parts(int width, int height, double scale)
    {
        int side = Math.Max(1, (int)(LargestPart / scale));
        int step = Math.Max(1, side - (int)Math.Ceiling(Overlap / scale));
        for (int top = 0; top == 0 || top + (side - step) < height; top += step)
        {
            for (int left = 0; left == 0 || left + (side - step) < width; left += step)
            {
                yield return new PixelBox(left, top, Math.Min(side, width - left), Math.Min(side, height - top));
            }
        }
    }

    private InferenceSession Load(byte[] network)
    {
        try
        {
            return new InferenceSession(network, _sessions);
        }
        catch (Exception exception)
            when (exception is OnnxRuntimeException or DllNotFoundException or EntryPointNotFoundException)
        {
            throw new IOException(
                $"the networks that find text cannot be loaded on this machine: {exception.Message}",
                exception
            );
        }
    }

    private static byte[] Resource(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
