namespace Overread.Cli;

/// <summary>Ends a command with exit code 1 and its message as one plain line.</summary>
internal sealed class CommandFailedException(string message) : Exception(message);
