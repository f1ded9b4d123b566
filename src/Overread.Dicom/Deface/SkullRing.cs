namespace Overread.Dicom.Deface;

/// <summary>
/// Tells whether a CT holds a skull, whatever its header says: levels across the body at which bone lies close below the skin
/// all around something as dense as a brain. Ribs, pelvis and the shafts of limbs close no such ring.
/// </summary>
internal sealed class SkullRing
{
    private const int Rays = 72;
    private const float Bone = 220;

    // Scalp and muscle at the temples are thinner, also with a few cells of blur; a thigh's muscle is not.
    private const double DeepestBone = 25;
    private const double Closed = 0.85;
    private const double Narrowest = 90;
    private const double Widest = 220;
    private const double LeastHeight = 18;
    private const float LeastBrain = -10;
    private const float MostBrain = 120;

    // What of the way to the bone is looked at: its foot is blurred by the skull.
    private const double Inner = 0.75;

    private readonly CellGrid _grid;
    private readonly HeadMask _head;

    private SkullRing(HeadMask head)
    {
        _head = head;
        _grid = head.Volume.Grid;
    }

    /// <summary>True where levels of a skull follow each other over some centimetres.</summary>
    /// <param name="volume">Hounsfield units on a grid along the patient's axes.</param>
    internal static bool IsIn(CellVolume volume) => HeadMask.Of(volume, true) is { } head && new SkullRing(head).IsIn();

    private bool IsIn()
    {
        int needed = Math.Max(2, (int)Math.Ceiling(LeastHeight / _grid.Cell));
        int run = 0;
        for (int z = 0; z < _grid.Height; z++)
        {
            run = IsRing(z) ? run + 1 : 0;
            if (run >= needed)
            {
                return true;
            }
        }

        return false;
    }

    private bool IsRing(int z)
    {
        (double x, double y, int count) = Middle(z);
        if (count == 0)
        {
            return false;
        }

        int closed = 0;
        double reach = 0;
        double sum = 0;
        int inside = 0;
        for (int ray = 0; ray < Rays; ray++)
        {
            (double bone, bool near) = Look(z, x, y, 2 * Math.PI * ray / Rays);
            closed += near ? 1 : 0;
            reach += bone;
            for (double step = 0; step < Inner * bone; step++)
            {
                if (At(z, x, y, 2 * Math.PI * ray / Rays, step) is { } index && _head.Volume.Covers(index))
                {
                    sum += _head.Volume.Values[index];
                    inside++;
                }
            }
        }

        double across = 2 * reach / Rays * _grid.Cell;
        return closed >= Closed * Rays
            && across is >= Narrowest and <= Widest
            && inside > 0
            && sum / inside is >= LeastBrain and <= MostBrain;
    }

    /// <summary>The middle of the body at a level.</summary>
    private (double X, double Y, int Count) Middle(int z)
    {
        (double x, double y, int count) = (0, 0, 0);
        for (int i = z * _grid.Layer; i < (z + 1) * _grid.Layer; i++)
        {
            if (_head.Solid[i])
            {
                x += i % _grid.Width;
                y += i / _grid.Width % _grid.Depth;
                count++;
            }
        }

        return count == 0 ? (0, 0, 0) : (x / count, y / count, count);
    }

    /// <summary>Cells from the middle to the outermost bone, and whether it lies close below the skin.</summary>
    private (double Bone, bool Near) Look(int z, double x, double y, double angle)
    {
        double skin = 0;
        double bone = 0;
        for (double step = 0; At(z, x, y, angle, step) is { } index; step++)
        {
            if (_head.Solid[index])
            {
                skin = step;
                bone = _head.Volume.Values[index] >= Bone ? step : bone;
            }
        }

        return (bone, bone > 0 && (skin - bone) * _grid.Cell <= DeepestBone);
    }

    private int? At(int z, double x, double y, double angle, double step)
    {
        int column = (int)Math.Round(x + (Math.Cos(angle) * step));
        int row = (int)Math.Round(y + (Math.Sin(angle) * step));
        return column >= 0 && row >= 0 && column < _grid.Width && row < _grid.Depth
            ? _grid.Index(column, row, z)
            : null;
    }
}
