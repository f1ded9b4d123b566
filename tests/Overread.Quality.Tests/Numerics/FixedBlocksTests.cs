using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Numerics;

public sealed class FixedBlocksTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 1)]
    [InlineData(7, 2)]
    [InlineData(7, 16)]
    [InlineData(1, 4)]
    [InlineData(0, 2)]
    public void Every_block_runs_once(int blocks, int threads)
    {
        int[] runs = new int[blocks];
        FixedBlocks.Run(blocks, threads, block => Interlocked.Increment(ref runs[block]));
        Assert.All(runs, run => Assert.Equal(1, run));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_failure_is_passed_on_as_it_is(int threads) =>
        Assert.Equal(
            "block 4",
            Assert
                .Throws<ArgumentException>(() =>
                    FixedBlocks.Run(
                        9,
                        threads,
                        block =>
                        {
                            if (block == 4)
                            {
                                throw new ArgumentException("block 4");
                            }
                        }
                    )
                )
                .Message
        );

    [Fact]
    public void Borders_depend_on_the_rows_alone()
    {
        Assert.Equal([0, 3, 6, 10], Enumerable.Range(0, 4).Select(block => FixedBlocks.Start(10, 3, block)));
        Assert.Equal(1_500_000_000, FixedBlocks.Start(2_000_000_000, 4, 3));
        Assert.Equal(1, FixedBlocks.OfTable(100));
        Assert.Equal(4, FixedBlocks.OfTable(4 * 8192));
        Assert.Equal(16, FixedBlocks.OfTable(1 << 30));
    }
}
