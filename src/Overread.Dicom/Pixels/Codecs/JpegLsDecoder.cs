using System.Buffers.Binary;

namespace Overread.Dicom.Pixels.Codecs;

/// <summary>
/// JPEG-LS (ISO/IEC 14495-1): lossless and near-lossless, 2 to 16 bits, planes, lines or samples interleaved. An own
/// decoder because the system's library may take half a minute over a few damaged bytes.
/// </summary>
internal sealed class JpegLsDecoder
{
    private readonly byte[] _stream;
    private readonly ImageFacts _facts;
    private readonly int[][] _planes;
    private readonly int[] _ids = new int[4];
    private int _precision;
    private int _given;
    private int _givenT1;
    private int _givenT2;
    private int _givenT3;
    private int _givenReset;

    private JpegLsDecoder(byte[] stream, ImageFacts facts)
    {
        _stream = stream;
        _facts = facts;
        _planes = new int[facts.Samples][];
    }

    internal static PixelFrame Decode(byte[] stream, ImageFacts facts)
    {
        JpegLsDecoder decoder = new(stream, facts);
        try
        {
            decoder.ReadMarkers();
        }
        catch (Exception exception) when (exception is IndexOutOfRangeException or ArgumentOutOfRangeException)
        {
            throw new FrameCodecException("a JPEG-LS stream that ends too early", exception);
        }

        return new PixelFrame(facts with { Planar = false }, decoder.Interleave());
    }

    private void ReadMarkers()
    {
        int at = 2;
        int scanned = 0;
        while (at + 4 <= _stream.Length && scanned < _facts.Samples)
        {
            if (_stream[at] != 0xFF || _stream[at + 1] is 0xFF or 0x00)
            {
                at++;
                continue;
            }

            int marker = _stream[at + 1];
            if (marker == 0xD9)
            {
                break;
            }

            if (marker is >= 0xD0 and <= 0xD8)
            {
                at += 2;
                continue;
            }

            int length = Word(at + 2);
            if (length < 2 || at + 2 + length > _stream.Length)
            {
                throw new FrameCodecException("a JPEG-LS segment beyond the stream");
            }

            int body = at + 4;
            at += 2 + length;
            switch (marker)
            {
                case 0xF7:
                    JpegStreamFacts.MustHold(length >= 8 && length >= 8 + (3 * _stream[body + 5]));
                    ReadFrame(body);
                    break;
                case 0xF8:
                    JpegStreamFacts.MustHold(length >= 13 || (length > 2 && _stream[body] != 1));
                    ReadPreset(body);
                    break;
                case 0xDD:
                    throw new FrameCodecException("JPEG-LS with restart intervals");
                case 0xDA:
                    JpegStreamFacts.MustHold(length >= 6 && length >= 6 + (2 * _stream[body]));
                    scanned += ReadScan(body, ref at);
                    break;
                default:
                    break;
            }
        }

        if (scanned < _facts.Samples)
        {
            throw new FrameCodecException("a JPEG-LS stream without all its components");
        }
    }

    private void ReadFrame(int body)
    {
        _precision = _stream[body];
        bool fits =
            Word(body + 1) == _facts.Rows
            && Word(body + 3) == _facts.Columns
            && _stream[body + 5] == _facts.Samples
            && _precision is >= 2 and <= 16
            && _precision <= _facts.BitsAllocated;
        if (!fits)
        {
            throw new FrameCodecException("a JPEG-LS stream of another size or depth than the object says");
        }

        for (int i = 0; i < _facts.Samples; i++)
        {
            _ids[i] = _stream[body + 6 + (i * 3)];
            _planes[i] = new int[_facts.Pixels];
        }
    }

    private void ReadPreset(int body)
    {
        if (_stream[body] != 1)
        {
            throw new FrameCodecException("JPEG-LS with mapping tables");
        }

        _given = Word(body + 1);
        _givenT1 = Word(body + 3);
        _givenT2 = Word(body + 5);
        _givenT3 = Word(body + 7);
        _givenReset = Word(body + 9);
    }

    private int ReadScan(int body, ref int at)
    {
        int count = _stream[body];
        if (_precision == 0 || count < 1 || count > _facts.Samples)
        {
            throw new FrameCodecException("a JPEG-LS scan without its frame");
        }

        int[][] planes = new int[count][];
        for (int i = 0; i < count; i++)
        {
            int index = Array.IndexOf(_ids, _stream[body + 1 + (i * 2)], 0, _facts.Samples);
            planes[i] = index >= 0 ? _planes[index] : throw new FrameCodecException("a scan of an unknown component");
        }

        int near = _stream[body + 1 + (count * 2)];
        int interleave = _stream[body + 2 + (count * 2)];
        if ((_stream[body + 3 + (count * 2)] & 15) != 0 || interleave > 2 || (interleave == 0 && count > 1))
        {
            throw new FrameCodecException("a JPEG-LS scan of a kind that DICOM does not use");
        }

        JpegLsParameters parameters = JpegLsParameters.Of(
            _given == 0 ? (1 << _precision) - 1 : _given,
            near,
            (_givenT1, _givenT2, _givenT3),
            _givenReset
        );
        JpegLsScan scan = new(new JpegLsBits(_stream, at), parameters, planes, _facts.Columns, _facts.Rows);
        scan.Decode(interleave == 2);
        at = scan.Position;
        return count;
    }

    private byte[] Interleave()
    {
        byte[] samples = new byte[_facts.FrameBytes];
        int bytes = _facts.SampleBytes;
        for (int i = 0; i < _planes.Length; i++)
        {
            int[] plane = _planes[i];
            for (int k = 0; k < plane.Length; k++)
            {
                int at = ((k * _planes.Length) + i) * bytes;
                samples[at] = (byte)plane[k];
                if (bytes > 1)
                {
                    samples[at + 1] = (byte)(plane[k] >> 8);
                }
            }
        }

        return samples;
    }

    private int Word(int at) => BinaryPrimitives.ReadUInt16BigEndian(_stream.AsSpan(at, 2));
}
