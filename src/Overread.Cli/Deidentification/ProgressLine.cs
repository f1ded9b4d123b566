namespace Overread.Cli.Deidentification;

/// <summary>One line on the error stream that counts files; silent where that is no terminal.</summary>
internal sealed class ProgressLine(int all) : IProgress<int>
{
    private readonly Lock _gate = new();
    private int _shown;

    public void Report(int value)
    {
        if (Console.IsErrorRedirected)
        {
            return;
        }

        lock (_gate)
        {
            // A screen is read twenty times a second, not two thousand.
            if (value - _shown < Math.Max(1, all / 200) && value < all)
            {
                return;
            }

            _shown = value;
            Console.Error.Write($"\r{value} of {all} files{(value == all ? "\n" : "")}");
        }
    }
}
