using System.CommandLine;
using McpTenants.Api.Values;

namespace McpTenants.Cli;

/// <summary>The options of commands that start something: whether to wait for the end, and how long.</summary>
internal sealed class WaitOptions
{
    private readonly Option<bool> wait = new("--wait") { Description = "wait until it is done", DefaultValueFactory = _ => true };
    private readonly Option<string> timeout = new("--timeout") { Description = "longest wait, such as 30s or 2m", DefaultValueFactory = _ => "60s" };

    public WaitOptions() => timeout.Validators.Add(result =>
    {
        if (!GoDuration.TryParse(result.GetValueOrDefault<string>(), out _))
            result.AddError("--timeout: give a duration such as 30s or 2m");
    });

    public void AddTo(Command command)
    {
        command.Add(wait);
        command.Add(timeout);
    }

    /// <summary>How long to wait; null for not at all.</summary>
    public TimeSpan? Of(ParseResult arguments) =>
        arguments.GetValue(wait) && GoDuration.TryParse(arguments.GetValue(timeout)!, out var duration) ? duration : null;
}
