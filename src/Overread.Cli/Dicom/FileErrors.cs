namespace Overread.Cli.Dicom;

/// <summary>Turns what can go wrong with a path into one line and an exit code.</summary>
internal static class FileErrors
{
    internal static int Guarded(string command, Func<int> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception)
            when (exception
                    is IOException
                        or UnauthorizedAccessException
                        or InvalidDataException
                        or InvalidOperationException
            )
        {
            Console.Error.WriteLine($"overread dicom {command}: {exception.Message}");
            return 2;
        }
    }
}
