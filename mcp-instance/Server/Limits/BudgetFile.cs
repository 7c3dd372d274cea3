using System.Text.Json;
using System.Text.Json.Serialization;

namespace McpTenants.Instance.Limits;

/// <summary>The monthly count on the data volume, replaced as a whole: after a crash it is the old number or the new one.</summary>
internal sealed partial class BudgetFile(string path, ILogger logger)
{
    public BudgetState? Read()
    {
        try
        {
            var state = File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), BudgetJson.Default.BudgetState) : null;
            return state is { Used: >= 0 } && BudgetState.IsPeriod(state.Period) ? state : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            LogFailed(e);
            return null;
        }
    }

    public void Write(BudgetState state)
    {
        try
        {
            using (var stream = new FileStream(path + ".new", FileMode.Create, FileAccess.Write))
            {
                JsonSerializer.Serialize(stream, state, BudgetJson.Default.BudgetState);
                stream.Flush(flushToDisk: true);
            }
            File.Move(path + ".new", path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogFailed(e);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The month's count of tool calls cannot be kept")]
    private partial void LogFailed(Exception exception);
}

[JsonSerializable(typeof(BudgetState))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class BudgetJson : JsonSerializerContext;
