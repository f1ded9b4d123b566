using Overread.Dicom.Deface;

namespace Overread.Dicom.Tests;

public sealed class BallGrowthTests
{
    [Fact]
    public void Grows_and_shrinks_as_exact_distances_do()
    {
        Random random = new(11);
        for (int round = 0; round < 60; round++)
        {
            CellGrid grid = new(
                1 + random.Next(140),
                1 + random.Next(20),
                1 + random.Next(20),
                1.5 + random.NextDouble(),
                default
            );
            double filled = round % 3 == 0 ? random.NextDouble() : 0.03;
            CellMask mask = CellMask.Where(grid, _ => random.NextDouble() < filled);
            double millimetres = round % 4 == 0 ? grid.Cell * random.Next(7) : random.NextDouble() * 13;
            double limit = Math.Pow(millimetres / grid.Cell, 2);
            float[] toSet = mask.Distances(true);
            float[] toOthers = mask.Distances(false);
            Assert.Equal(CellMask.Where(grid, i => toSet[i] <= limit).Cells, mask.Grown(millimetres).Cells);
            Assert.Equal(CellMask.Where(grid, i => !(toOthers[i] <= limit)).Cells, mask.Shrunk(millimetres).Cells);
        }
    }

    [Fact]
    public void What_the_sides_do_not_reach_is_filled()
    {
        Random random = new(12);
        for (int round = 0; round < 200; round++)
        {
            CellGrid grid = new(1 + random.Next(12), 1 + random.Next(12), 1 + random.Next(12), 2, default);
            double filled = random.NextDouble();
            CellMask mask = CellMask.Where(grid, _ => random.NextDouble() < filled);

            // Cell by cell from every side until nothing more is reached.
            bool[] outside = new bool[grid.Count];
            int[] near = new int[6];
            for (bool more = true; more; )
            {
                more = false;
                for (int i = 0; i < grid.Count; i++)
                {
                    int count = grid.Neighbours(i, near);
                    if (!mask[i] && !outside[i] && (count < 6 || near.Take(count).Any(n => outside[n])))
                    {
                        more = outside[i] = true;
                    }
                }
            }

            Assert.Equal(outside.Select(o => !o), mask.Filled().Cells);
        }
    }
}
