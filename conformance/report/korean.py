"""The Korean of all that reports say. Slots in braces are the same on both sides.

Phrases around a slot are chosen so that no particle depends on what stands in it.
"""

from __future__ import annotations

from collections.abc import Mapping

from conformance.report.korean_clients import CLIENTS

# What the reports themselves write: console and HTML.
TEXTS: Mapping[str, str] = {
    "{n:,} case": "케이스 {n:,}개",
    "{n:,} cases": "케이스 {n:,}개",
    "{n:,} step": "{n:,}단계",
    "{n:,} steps": "{n:,}단계",
    "{n:,} finding": "결함 {n:,}건",
    "{n:,} findings": "결함 {n:,}건",
    "{n:,} remark": "참고 {n:,}건",
    "{n:,} remarks": "참고 {n:,}건",
    "{n:,} expected deviation": "예상한 결함 {n:,}건",
    "{n:,} expected deviations": "예상한 결함 {n:,}건",
    "{n:,} stale baseline line": "낡은 기준선 {n:,}줄",
    "{n:,} stale baseline lines": "낡은 기준선 {n:,}줄",
    "expected: ": "예상함: ",
    "stale: ": "낡음: ",
    "--update-baseline takes out what is stale": (
        "낡은 줄은 --update-baseline이 지웁니다"
    ),
    "baseline": "기준선",
    "Stale lines of the baseline": "낡은 기준선",
    "{n:,} byte": "{n:,}바이트",
    "{n:,} bytes": "{n:,}바이트",
    "target": "대상",
    "judge": "검사",
    ", profile {profile}": ", 프로필 {profile}",
    "{cases}, depth {depth}, seed {seed}, suite {suite}": (
        "{cases}, 깊이 {depth}, 시드 {seed}, 검사 묶음 {suite}"
    ),
    "note: ": "참고: ",
    "again in {n} of {tries} tries": "{tries}번 중 {n}번 재현",
    "confirmed {n} of {tries}": "{tries}번 중 {n}번 확인",
    "conversation (the shortest that shows it)": "대화 (결함이 드러나는 가장 짧은 것)",
    "hint: ": "힌트: ",
    "its last output": "마지막 출력",
    "({n:,} more before them; -v shows them)": "(그 앞에 {n:,}줄 더; -v로 모두 표시)",
    "seen {n:,} times in this run": "이번 실행에서 {n:,}번 나타남",
    "note": "알림",
    "the same {n:,} times more": "같은 것 {n:,}번 더",
    "fails for the same reason": "같은 이유로 실패",
    "and {n:,} more (-v names them)": "그 밖에 {n:,}개 (-v로 모두 표시)",
    "run this alone": "이것만 다시 실행",
    "differs": "다름",
    "not expected": "예상 밖",
    "expected": "기대",
    "got": "실제",
    "both": "동일",
    "sent": "보냄",
    "{n:,} more bytes": "{n:,}바이트 더",
    "{n:,} equal bytes": "같은 {n:,}바이트",
    "{expected:,} more bytes expected, {seen:,} more got": (
        "기대 {expected:,}바이트 더, 실제 {seen:,}바이트 더"
    ),
    "{who} should have got": "{who}: 받아야 할 것",
    "{who} got": "{who}: 받은 것",
    "{who}'s connection": "{who}: 연결",
    "the difference": "차이",
    "nothing": "없음",
    "first wrong byte": "처음 틀린 바이트",
    "ends here": "여기서 끝남",
    "{what} at byte {offset:,}": "{offset:,}번째 바이트부터 {what}",
    "{what} at byte {offset:,} (field '{field}')": (
        "{offset:,}번째 바이트부터 {what} ('{field}' 필드)"
    ),
    "{n} missing": "{n} 모자람",
    "{n} too many": "{n} 남음",
    "{n} too many ({hex})": "{n} 남음 ({hex})",
    "{n} missing ({hex})": "{n} 모자람 ({hex})",
    "{got} in place of {due}": "{due} 대신 {got}",
    "no reason given": "이유 없음",
    "{covered:,} of {edges:,} transitions": "전이 {edges:,}개 중 {covered:,}개",
    "{steps:,} steps, {rate:,.0f} a second": "{steps:,}단계, 초당 {rate:,.0f}단계",
    "{seconds} s": "{seconds}초",
    ", {share:.0f} % of it waiting": ", 그중 대기 {share:.0f} %",
    "conforms": "부합",
    "deviates": "어긋남",
    "inconclusive": "판정 불가",
    "target lost": "대상 잃음",
    "interrupted": "중단됨",
    "{word} (exit code {code})": "{word} (종료 코드 {code})",
    "{word}: {found} (exit code {code})": "{word}: {found} (종료 코드 {code})",
    "{one} and {other}": "{one}, {other}",
    "stopped: ": "중단: ",
    # The list of cases.
    "depth {depth}: ": "깊이 {depth}: ",
    # The page.
    "no findings": "결함 없음",
    "server": "서버",
    "client": "클라이언트",
    "missing": "오지 않음",
    "Sequence diagram: {summary}": "순서도: {summary}",
    "in words, with every byte": "글로, 모든 바이트와 함께",
    "Copy": "복사",
    "report of the judge": "검사 보고서",
    "The run has not come to its end.": "실행이 끝나지 않았습니다.",
    "spec": "명세",
    "profile": "프로필",
    "depth": "깊이",
    "seed": "시드",
    "suite": "검사 묶음",
    "started": "시작",
    "figures": "수치",
    "tool": "도구",
    "Findings": "결함",
    "Notices": "알림",
    "Cases": "케이스",
    "Case": "케이스",
    "Requirement": "요구 사항",
    "Search": "찾기",
    "Verdict": "판정",
    "Level": "수준",
    "Region": "영역",
    "all": "전체",
}

# What the judge says: it comes to a report as a sentence ready made.
_PHASES = {
    "everybody comes in; which answers can be relied on": (
        "모두 들어와 본다; 어떤 응답을 믿을 수 있는지"
    ),
    "everybody comes in once more: nothing is left of all that was done": (
        "모두 다시 들어와 본다: 지금까지 한 일의 흔적이 없는지"
    ),
    "every rule in every situation that decides on it, once": (
        "모든 규칙을, 결과가 갈리는 상황마다 한 번씩"
    ),
    "every transition of the model, and after each change what must not change": (
        "모델의 모든 전이, 그리고 바뀔 때마다 바뀌면 안 되는 것"
    ),
    "the conversations that the spec spells out": "명세에 적힌 대화",
    "every field at its limits and just beyond, and what is no message": (
        "모든 필드의 한계와 그 바로 바깥, 그리고 메시지가 아닌 것"
    ),
    "messages cut, glued, unfinished and of absurd lengths": (
        "잘린 메시지, 붙은 메시지, 끝나지 않은 메시지, 터무니없는 길이"
    ),
    "who is silent, slow, rude or undecided holds up nobody": (
        "말이 없거나 느리거나 무례하거나 망설이는 이가 있어도 다른 이들은 계속된다"
    ),
    "what several do at once comes out as in some order": (
        "여럿이 동시에 한 일은 어떤 한 순서로 한 것과 같다"
    ),
    "long random walks; another seed takes others": (
        "길고 무작위인 대화; 시드가 다르면 대화도 다르다"
    ),
    "every input and every two from every state, and what state that is then": (
        "모든 상태에서 한 가지 입력과 두 가지 입력을 모두 하고, 그다음 상태를 확인"
    ),
    "what is for one never reaches another whose name begins alike": (
        "한 사람에게 가는 것은 이름의 앞부분만 같은 이에게 가지 않는다"
    ),
}

_NOTICES = {
    "nothing is answered for certain in the state '{state}': there the judge "
    "waits for silence": (
        "'{state}' 상태에서는 반드시 오는 응답이 없어 조용해질 때까지 기다립니다"
    ),
    "exhaustive: {conversations} conversations of {steps} steps about "
    "{states} states": (
        "exhaustive: 상태 {states}개에 대해 대화 {conversations}개, 모두 {steps}단계"
    ),
    "exhaustive: {conversations} conversations of {steps} steps about "
    "{states} states: about {time}": (
        "exhaustive: 상태 {states}개에 대해 대화 {conversations}개, 모두 {steps}단계: "
        "약 {time}"
    ),
    "others are on this target: {names}": "다른 사용자가 접속해 있습니다: {names}",
    "service {service}: only {seen} was seen, never {unseen}": (
        "서비스 {service}: {seen}만 나왔고, 나오지 않은 것은 {unseen}"
    ),
    "service {service}: asked {n} times, and no more, never {unseen}": (
        "서비스 {service}: {n}번 묻고 그만둠, 나오지 않은 것은 {unseen}"
    ),
    "it keeps its side open when a client has closed its own": (
        "클라이언트가 연결을 닫아도 서버 쪽은 열어 둡니다"
    ),
    "it ends some connections by a reset: input was left unread": (
        "일부 연결을 RST로 끊습니다: 읽지 않은 입력이 남아 있었습니다"
    ),
}

_REASONS = {
    "yes": "예",
    "no": "아니요",
    "not tried": "시도하지 않음",
    "the same fault as {id}": "같은 결함: {id}",
    "the target is lost": "대상을 잃음",
    "blocked by {id}": "먼저 실패한 것: {id}",
    "no time was left for it": "시간이 모자람",
    "interrupted": "중단됨",
    "took more than {n} s": "{n}초 넘게 걸림",
    "the time limit of {n} s is over; {left} of {cases} cases have no verdict": (
        "제한 시간 {n}초가 지남; 판정 없는 케이스 {cases}개 중 {left}개"
    ),
    "started again, the server {what} all the same": "다시 시작해도 {what}",
    "lets nobody in": "아무도 들어올 수 없음",
    "every way to it leads over {id}": "모든 길이 먼저 실패한 것을 지남: {id}",
    "service {service}: only {seen} was seen": "서비스 {service}: {seen}만 나옴",
    "service {service}: asked {n} times, and no more": (
        "서비스 {service}: {n}번 묻고 그만둠"
    ),
    "service {service}: it did not answer so when it was asked": (
        "서비스 {service}: 물었을 때 그렇게 답하지 않음"
    ),
    "it does not deviate any more": "더는 어긋나지 않음",
    "it deviates otherwise now: {what}": "이제는 다르게 어긋남: {what}",
    "there is no such case; did you mean {id}?": "그런 케이스가 없음; 혹시 {id}?",
    "there is no such case; --list shows them": "그런 케이스가 없음; --list로 볼 것",
    "there are too many orders": "가능한 순서가 너무 많음",
    "no way led to it": "그 상황에 이르는 길이 없었음",
    "line {n}: {why}": "{n}행: {why}",
    "the rules do not give {who} what this step gives it": (
        "규칙과 이 단계가 다름 ({who}에게 가는 것)"
    ),
    "the rules do not close what this step closes": (
        "규칙과 이 단계가 다름 (닫히는 연결)"
    ),
    "{who} cannot do this here": "여기서 할 수 없는 일 ({who})",
    "a cast of more than {n} cannot play": "등장인물은 {n}명까지",
    "nobody can come in, so nothing more can be tried": (
        "아무도 들어올 수 없어 더 시험할 수 없습니다"
    ),
    "nobody can come in any more": "더는 아무도 들어올 수 없습니다",
    "the target accepts connections but lets nobody in any more": (
        "연결은 받지만 더는 아무도 들이지 않습니다"
    ),
    "{address} does not accept: {reason}": "연결을 받지 않습니다 ({address}): {reason}",
    "the run ended without a word": "실행이 아무 말 없이 끝났습니다",
    "the judge itself failed ({error}), which says nothing about the target; please "
    "report it with the command you ran": (
        "검사 도구 자체의 오류({error})이며 대상과는 무관합니다; "
        "실행한 명령과 함께 알려 주세요"
    ),
}

_SUMMARIES = {
    "{what} does not reach {role}": "{role}에게 가야 할 {what} 없음",
    "{role} gets {what}, which is not for it": "{role}에게 가면 안 되는 {what}",
    "{role} gets another {what} than the right one": "{role}에게 간 {what} 내용이 다름",
    "{role} gets, behind the end of a text, bytes of what was not for it": (
        "{role}에게 간 글 뒤에 그에게 보내지 않은 바이트가 있음"
    ),
    "{role} gets {what} in other words": "{role}에게 간 {what} 표현이 다름",
    "{role} gets {what} too early": "{role}에게 간 {what} 순서가 너무 이름",
    "the connection of {role} is ended": "{role}의 연결이 끊김",
    "the connection of {role} is not ended": "{role}의 연결이 끊기지 않음",
    "after it {role} gets no right answer to a further message": (
        "그 뒤 {role}의 다음 메시지에 바른 응답이 없음"
    ),
    "after this the server accepts no more connections": (
        "그 뒤 서버가 연결을 받지 않음"
    ),
    "after this nobody can come in any more": "그 뒤 아무도 들어올 수 없음",
    "after this the server {what}": "그 뒤 서버: {what}",
    "is killed by {signal} ({what})": "{signal} 시그널로 죽음 ({what})",
    "ends with exit status {n}": "종료 상태 {n}로 끝남",
    "accepts no more connections": "연결을 받지 않음",
    "accepts no more connections, although it still runs": (
        "실행 중이지만 연결을 받지 않음"
    ),
    "the server accepts connections and never says a word": (
        "서버가 연결은 받지만 아무 말도 하지 않음"
    ),
    "{what}: there were {n} connections so far": "{what}: 그때까지 연결 {n}개",
    "the sender": "보낸 사람",
    "the one it is for": "받을 사람",
    "another user": "다른 사용자",
    "a bystander": "제삼자",
}

_CONVERSATION = {
    "connects": "연결",
    "ends its side of the connection": "자기 쪽 연결을 닫음",
    "resets the connection": "연결을 RST로 끊음",
    "reads nothing more": "더는 읽지 않음",
    "{message} (at the same time)": "{message} (동시에)",
    "closed": "닫힘",
    "reset": "RST로 끊김",
    "cut off, for it brings more and more": "끝없이 보내와서 끊음",
    "still open": "아직 열려 있음",
    "the connection goes on": "연결이 이어짐",
    "the end of the connection": "연결이 끝남",
    "{message} after the others": "{message} (다른 것들 다음에)",
    "{message} in other words": "{message} (다른 말로)",
    "{message} too early": "{message} (너무 이름)",
    "{n} bytes that are no message": "메시지가 아닌 {n}바이트",
    "{n} byte that is no message": "메시지가 아닌 {n}바이트",
}

_HINTS = {
    "other words are no fault; `conformance dialect` writes them to a file with which "
    "`conformance run --dialect` expects them": (
        "표현이 다른 것은 결함이 아닙니다; `conformance dialect`가 그 표현을 파일로 "
        "쓰면 `conformance run --dialect`는 그것을 기대합니다"
    ),
    "service {service} may say what it likes, or not be there at all: shown is what "
    "comes nearest to one of its answers, or to its failure": (
        "서비스 {service}: 무엇을 답하든, 없어도 됩니다: 여기에는 응답이나 실패 가운데 "
        "가장 가까운 것을 보입니다"
    ),
    "a reset makes recv() fail (-1, ECONNRESET) instead of returning 0: both mean "
    "that the user is gone": (
        "RST가 오면 recv()는 0이 아니라 -1(ECONNRESET)을 돌려줍니다: 둘 다 사용자가 "
        "나갔다는 뜻입니다"
    ),
    "one recv() is not one message: keep what is incomplete and read on": (
        "recv() 한 번이 메시지 하나는 아닙니다: 덜 온 것은 두고 이어서 읽으세요"
    ),
    "the message has begun to come: it is not sent as a whole, or too slowly": (
        "메시지가 오다가 말았습니다: 끝까지 보내지 않았거나 너무 느립니다"
    ),
    "while one user is connected no other one is served: handle all connections at "
    "once, with select(), poll() or a thread for each": (
        "한 사용자가 연결된 동안 다른 사용자를 응대하지 않습니다: select(), poll()이나 "
        "스레드로 모든 연결을 함께 처리하세요"
    ),
    "the right message went to the wrong connection": (
        "맞는 메시지가 다른 연결로 갔습니다"
    ),
    "the sender is among the recipients: leave its own connection out": (
        "보낸 사람에게도 보냈습니다: 자기 연결은 빼세요"
    ),
    "take the sender's name from the connection, not from the message": (
        "보낸 사람의 이름은 메시지가 아니라 연결에서 가져오세요"
    ),
    "the message went to more connections than those it is for": (
        "받을 연결보다 더 많은 연결에 보냈습니다"
    ),
    "only NUL bytes differ: strlen() and sizeof give different sizes": (
        "NUL 바이트만 다릅니다: strlen()과 sizeof의 크기는 다릅니다"
    ),
    "the bytes after the NUL are old ones: clear the buffer first": (
        "NUL 뒤에 예전 바이트가 남았습니다: 버퍼를 먼저 비우세요"
    ),
    "the bytes of a number are in the other order: htons(), htonl()": (
        "숫자의 바이트 순서가 반대입니다: htons(), htonl()"
    ),
    "the same bytes in another order: is the order that of joining?": (
        "같은 바이트가 다른 순서로 왔습니다: 들어온 순서인가요?"
    ),
    "exactly one byte is missing: a limit or an index that is off by one": (
        "꼭 한 바이트가 모자랍니다: 한계나 인덱스가 하나 어긋났습니다"
    ),
    "the connection stays open: close() it once the last message is written": (
        "연결이 열려 있습니다: 마지막 메시지를 보낸 뒤 close() 하세요"
    ),
    "after this the next message was not answered as it must be: something "
    "changed that should not have, or the server no longer reads this connection": (
        "그 뒤의 메시지에 바른 응답이 없었습니다: 바뀌면 안 되는 것이 바뀌었거나, "
        "서버가 이 연결을 더는 읽지 않습니다"
    ),
}

_REQUIREMENTS = {
    "A server MUST NOT send, behind a text, bytes of what was for others.": (
        "서버는 글 뒤에 다른 사람의 것이던 바이트를 보내지 않아야 한다(MUST NOT)."
    ),
    "A user MUST be able to connect and to come in.": (
        "사용자는 연결하고 들어올 수 있어야 한다(MUST)."
    ),
    "A user MUST be able to come in after all that was done to the server.": (
        "서버에 무슨 일을 한 뒤에도 사용자는 들어올 수 있어야 한다(MUST)."
    ),
    "Are two messages in one segment read?": "한 세그먼트의 메시지 둘을 읽는가?",
    "Is a message in two segments read?": "두 세그먼트로 나뉜 메시지를 읽는가?",
    "A server MUST read a message however TCP cuts it.": (
        "서버는 TCP가 어떻게 자르든 메시지를 읽어야 한다(MUST)."
    ),
    "A server MUST read all messages of a segment, in their order.": (
        "서버는 한 세그먼트의 모든 메시지를 순서대로 읽어야 한다(MUST)."
    ),
    "A server MUST serve the others while a message is unfinished.": (
        "메시지 하나가 끝나지 않은 동안에도 서버는 다른 이들을 응대해야 한다(MUST)."
    ),
    "A server MUST drop an unfinished message with its connection.": (
        "연결이 끝나면 서버는 끝나지 않은 메시지도 버려야 한다(MUST)."
    ),
    "A server MUST handle a message of no possible length as the spec says.": (
        "길이가 있을 수 없는 메시지를 서버는 명세대로 다루어야 한다(MUST)."
    ),
    "A server MUST ignore {name} where no rule takes it.": (
        "받는 규칙이 없는 곳에서 서버는 {name} 메시지를 무시해야 한다(MUST)."
    ),
    "A server MUST serve all others while a connection says nothing.": (
        "연결 하나가 아무 말이 없어도 서버는 다른 이들을 응대해야 한다(MUST)."
    ),
    "A server MUST serve all others while a message of one of them is unfinished.": (
        "누군가의 메시지가 끝나지 않았어도 서버는 다른 이들을 응대해야 한다(MUST)."
    ),
    "A server MUST serve all others while one of them reads nothing; it MAY cut that "
    "one off.": (
        "누군가 아무것도 읽지 않아도 서버는 다른 이들을 응대해야 하며(MUST), "
        "그 연결은 끊어도 된다(MAY)."
    ),
    "After a reset a server MUST be as after a leave: nobody is left behind.": (
        "RST로 끊긴 뒤에도 서버는 나간 뒤와 같아야 한다(MUST): 아무도 남아 있지 않다."
    ),
    "A server MUST survive a client that is gone before it has its answer.": (
        "응답을 받기 전에 사라지는 클라이언트가 있어도 서버는 견뎌야 한다(MUST)."
    ),
    "A server MUST serve all while others come and go.": (
        "다른 이들이 드나드는 동안에도 서버는 모두를 응대해야 한다(MUST)."
    ),
    "A server MUST serve a user whose name is as long as it can be.": (
        "이름이 가장 긴 사용자도 서버는 응대해야 한다(MUST)."
    ),
    "A server MUST serve all others while one of them has not answered a question.": (
        "누군가 물음에 답하지 않았어도 서버는 다른 이들을 응대해야 한다(MUST)."
    ),
    "A server MUST tell the rest of everybody who leaves, however many.": (
        "몇 명이 나가든 서버는 나간 이를 모두 나머지에게 알려야 한다(MUST)."
    ),
    "A server MUST come to one end when two ask each other at the same time.": (
        "둘이 동시에 서로에게 물으면 서버는 한 가지로 정리해야 한다(MUST)."
    ),
    "A server MUST give a name to one alone, however many want it at once.": (
        "여럿이 동시에 원해도 서버는 이름을 한 명에게만 주어야 한다(MUST)."
    ),
    "What several do at once MUST come out as if they had done it in some order.": (
        "여럿이 동시에 한 일은 어떤 한 순서로 한 것과 결과가 같아야 한다(MUST)."
    ),
    "A server MUST be where the spec says, in every state there is.": (
        "서버는 모든 상태에서 명세가 말하는 상태여야 한다(MUST)."
    ),
    "A server MUST be where the spec says after {name}.": (
        "서버는 {name} 다음에 명세가 말하는 상태여야 한다(MUST)."
    ),
    "A server MUST be where the spec says after {name} and one input more.": (
        "서버는 {name}에 이어 한 입력을 더 받은 뒤 명세가 말하는 상태여야 한다(MUST)."
    ),
    "A server MUST go on as the spec says, however long the talk.": (
        "대화가 아무리 길어도 서버는 명세대로 계속해야 한다(MUST)."
    ),
    "What is for one user MUST NOT reach one whose name only begins like it.": (
        "한 사용자에게 가는 것이 이름의 앞부분만 같은 이에게 가서는 안 된다(MUST NOT)."
    ),
    "A server MUST treat {where} ({words}) as the spec says.": (
        "서버는 {where} ({words}) 값을 명세대로 다루어야 한다(MUST)."
    ),
    "A server SHOULD treat {where} ({words}) as the spec says.": (
        "서버는 {where} ({words}) 값을 명세대로 다루는 것이 좋다(SHOULD)."
    ),
}

SENTENCES: Mapping[str, str] = {
    **_PHASES,
    **_NOTICES,
    **_REASONS,
    **_SUMMARIES,
    **_CONVERSATION,
    **_HINTS,
    **_REQUIREMENTS,
    **CLIENTS,
}
