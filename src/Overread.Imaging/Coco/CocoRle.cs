using System.Text;
using Overread.Imaging.Marks;

namespace Overread.Imaging.Coco;

/// <summary>
/// Run lengths of COCO masks (Lin et al. 2014, pycocotools): pixels column by column, runs of background and mark in turn beginning
/// with background; as numbers, or packed into text of five bits a character, each but the first three as difference to the run
/// two before.
/// </summary>
public static class CocoRle
{
    /// <summary>Counts the runs of a mask.</summary>
    public static IReadOnlyList<int> Count(MaskPatch patch, int width, int height)
    {
        List<int> runs = [];
        int run = 0;
        bool marked = false;
        for (int x = 0; x < width; x++)
        {
            if (x < patch.X || x >= patch.X + patch.Width)
            {
                Add(false, height);
                continue;
            }

            Add(false, patch.Y);
            for (int y = 0; y < patch.Height; y++)
            {
                Add(patch.Values[(y * patch.Width) + x - patch.X] != 0, 1);
            }

            Add(false, height - patch.Y - patch.Height);
        }

        runs.Add(run);
        return runs;

        void Add(bool value, int count)
        {
            if (count == 0)
            {
                return;
            }

            if (value != marked)
            {
                runs.Add(run);
                run = 0;
                marked = value;
            }

            run += count;
        }
    }

    /// <summary>The mask of runs.</summary>
    /// <returns>Null where nothing is marked.</returns>
    /// <exception cref="FormatException">Runs do not fill the picture.</exception>
    public static MaskPatch? Fill(IReadOnlyList<int> runs, int width, int height)
    {
        long total = 0;
        foreach (int run in runs)
        {
            total += run;
            if (run < 0)
            {
                throw new FormatException($"a run of {run} pixels cannot be.");
            }
        }

        if (total != (long)width * height)
        {
            throw new FormatException($"the runs have {total} pixels where the picture has {(long)width * height}.");
        }

        byte[] plane = new byte[width * height];
        int at = 0;
        for (int i = 0; i < runs.Count; i++)
        {
            for (int p = at; p < at + runs[i] && (i & 1) == 1; p++)
            {
                plane[(p % height * width) + (p / height)] = 1;
            }

            at += runs[i];
        }

        return MaskPatch.Of(plane, width);
    }

    /// <summary>Packs runs into text.</summary>
    public static string Pack(IReadOnlyList<int> runs)
    {
        StringBuilder text = new();
        for (int i = 0; i < runs.Count; i++)
        {
            long x = i > 2 ? (long)runs[i] - runs[i - 2] : runs[i];
            for (bool more = true; more; )
            {
                long five = x & 0x1F;
                x >>= 5;
                more = (five & 0x10) != 0 ? x != -1 : x != 0;
                text.Append((char)((more ? five | 0x20 : five) + 48));
            }
        }

        return text.ToString();
    }

    /// <summary>Unpacks text into runs.</summary>
    /// <exception cref="FormatException">The text is none of packed runs.</exception>
    public static IReadOnlyList<int> Unpack(string text)
    {
        List<int> runs = [];
        for (int at = 0; at < text.Length; )
        {
            long x = 0;
            for (int shift = 0; ; shift += 5)
            {
                int five = at < text.Length ? text[at] - 48 : -1;
                if (five is < 0 or > 63 || shift > 35)
                {
                    throw new FormatException($"character {at + 1} of the packed runs cannot be.");
                }

                at++;
                x |= (long)(five & 0x1F) << shift;
                if ((five & 0x20) == 0)
                {
                    x |= (five & 0x10) != 0 ? -1L << (shift + 5) : 0;
                    break;
                }
            }

            x += runs.Count > 2 ? runs[^2] : 0;
            runs.Add(
                x is >= 0 and <= int.MaxValue
                    ? (int)x
                    : throw new FormatException($"run {runs.Count + 1} has {x} pixels, which cannot be.")
            );
        }

        return runs;
    }
}
