using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Overread.Server.Tests;

/// <summary>Everything a host logs, with the values that went into each line.</summary>
internal sealed class LogCapture : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public string Text => string.Join('\n', _lines);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        _lines.Enqueue(state.ToString() ?? "");
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        _lines.Enqueue(formatter(state, exception));
        if (exception is not null)
        {
            _lines.Enqueue(exception.ToString());
        }
    }

    public void Dispose() { }
}
