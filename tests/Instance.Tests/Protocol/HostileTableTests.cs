using Instance.Tests.Support;

namespace Instance.Tests.Protocol;

/// <summary>The whole table, over a real socket.</summary>
public sealed class HostileTableTests
{
    [Fact]
    public void Table_HasNoRowTwice()
    {
        HostileRequests.All.Count.ShouldBeGreaterThan(100);
        HostileRequests.All.GroupBy(r => r.Name).Where(g => g.Count() > 1).Select(g => g.Key).ShouldBeEmpty();
    }

    [Fact]
    public async Task Request_OfTheTable_IsAnsweredAsWritten()
    {
        await using var instance = await TestInstance.StartAsync();
        var wrong = new List<string>();
        foreach (var hostile in HostileRequests.All)
        {
            using var request = ToMessage(instance, hostile);
            using var response = await instance.Http.SendAsync(request, TestContext.Current.CancellationToken);
            var answer = new Pipeline.Answer(
                (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
            var (problem, code) = AnswerCheck.Run(answer);
            if (problem is not null || answer.Status != hostile.Status || code != hostile.Code)
                wrong.Add($"{hostile.Name}: {answer.Status} {code} instead of {hostile.Status} {hostile.Code}; {problem}");
        }
        wrong.ShouldBeEmpty();
        instance.Logs.ShouldNotContain("Request failed");
        instance.Logs.ShouldNotContain("unexpectedly");
    }

    private static HttpRequestMessage ToMessage(TestInstance instance, HostileRequest hostile)
    {
        var request = new HttpRequestMessage(new HttpMethod(hostile.Method), instance.Public(hostile.Path));
        if (hostile.Body.Length > 0 || hostile.Method == "POST")
            request.Content = new ByteArrayContent(hostile.Body);
        foreach (var (name, value) in hostile.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content?.Headers.TryAddWithoutValidation(name, value);
        }
        if (hostile.IsChunked)
            request.Headers.TransferEncodingChunked = true;
        return request;
    }
}
