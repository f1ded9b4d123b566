using Overread.Domain.Protocols.Kinds;
using Xunit;

namespace Overread.Mutation.Mutants.Domain;

/// <summary>
/// Stryker wants one passing test that reaches a mutant; the driver runs the real ones. It also saves the assembly with
/// all mutants, which Stryker removes when it ends.
/// </summary>
public class TouchesOne
{
    [Fact]
    public void Line_of_the_library()
    {
        Assert.True(MeasuredKind.Same(1, 1, null));
        if (Environment.GetEnvironmentVariable("OVERREAD_MUTANTS") is { Length: > 0 } target)
        {
            File.Copy(typeof(MeasuredKind).Assembly.Location, target, overwrite: true);
        }
    }
}
