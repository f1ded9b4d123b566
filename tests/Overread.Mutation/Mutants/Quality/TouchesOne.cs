using Overread.Quality.Masks;
using Xunit;

namespace Overread.Mutation.Mutants.Quality;

/// <summary>
/// Stryker wants one passing test that reaches a mutant; the driver runs the real ones. It also saves the assembly with
/// all mutants, which Stryker removes when it ends.
/// </summary>
public class TouchesOne
{
    [Fact]
    public void Line_of_the_library()
    {
        Assert.Equal(6, new VoxelGrid(1, 2, 3).Count);
        if (Environment.GetEnvironmentVariable("OVERREAD_MUTANTS") is { Length: > 0 } target)
        {
            File.Copy(typeof(VoxelGrid).Assembly.Location, target, overwrite: true);
        }
    }
}
