using k8s.Models;

namespace McpTenants.Operator.Status;

/// <summary>Builds the next list of conditions from the last one.</summary>
internal sealed class Conditions
{
    private readonly List<V1Condition> next;
    private readonly long? generation;
    private readonly DateTime now;

    /// <summary>Starts from the conditions as they are; those that are not set again stay.</summary>
    /// <param name="current">The conditions in the status.</param>
    /// <param name="generation">Generation of the spec that is judged.</param>
    /// <param name="now">The time of a flip. The API keeps whole seconds.</param>
    public Conditions(IReadOnlyList<V1Condition>? current, long? generation, DateTimeOffset now)
    {
        next = [.. current ?? []];
        this.generation = generation;
        this.now = new DateTime(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerSecond), DateTimeKind.Utc);
    }

    /// <summary>Sets a condition. Its transition time moves only when its status flips.</summary>
    public void Set(string type, bool? status, string reason, string message)
    {
        var text = status switch { true => "True", false => "False", null => "Unknown" };
        var index = next.FindIndex(c => c.Type == type);
        var condition = new V1Condition
        {
            Type = type,
            Status = text,
            Reason = reason,

            // Kubernetes 1.20 takes an empty text for null and refuses the whole status.
            Message = message.Length > 0 ? message : $"{type} is {text}.",
            ObservedGeneration = generation,
            LastTransitionTime = index >= 0 && next[index].Status == text ? next[index].LastTransitionTime : now,
        };
        if (index >= 0)
        {
            next[index] = condition;
        }
        else
        {
            next.Add(condition);
        }
    }

    /// <summary>The status of a condition: True, False, Unknown, or null when there is none.</summary>
    public string? StatusOf(string type) => next.Find(c => c.Type == type)?.Status;

    /// <summary>The message of a condition, or null when there is none.</summary>
    public string? MessageOf(string type) => next.Find(c => c.Type == type)?.Message;

    /// <summary>Takes a condition away that says nothing about this specification.</summary>
    public void Remove(string type) => next.RemoveAll(c => c.Type == type);

    /// <summary>The first condition of the types that is False.</summary>
    public V1Condition? FirstFalse(params IEnumerable<string> types) => types.Select(t => next.Find(c => c.Type == t)).FirstOrDefault(c => c?.Status == "False");

    /// <summary>The condition, if it is neither True nor absent.</summary>
    public V1Condition? NotTrue(string type) => next.Find(c => c.Type == type && c.Status != "True");

    /// <summary>The conditions.</summary>
    public IReadOnlyList<V1Condition> ToList() => next;
}
