"""The Korean of what is said about clients."""

from __future__ import annotations

from collections.abc import Mapping

_PHASES = {
    "a client starts, says who it is, and leaves": (
        "클라이언트를 시작하고, 이름을 대고, 나가 본다"
    ),
    "every command that can be typed, and what is sent for it": (
        "입력할 수 있는 모든 명령, 그리고 그때 보내는 것"
    ),
    "every message of the server, and what is shown of it": (
        "서버의 모든 메시지, 그리고 화면에 보이는 것"
    ),
    "every question of the server, answered with yes and with no": (
        "서버의 모든 물음에 예와 아니요로 답해 본다"
    ),
    "files that are offered, taken and refused, and where they are written": (
        "제안하고 받고 거절하는 파일, 그리고 쓰이는 곳"
    ),
    "messages byte by byte, cut, and several at once": (
        "한 바이트씩 오는 메시지, 잘린 메시지, 한꺼번에 오는 메시지"
    ),
    "a server that closes, resets, and sends what is no message": (
        "닫거나 RST로 끊거나 메시지가 아닌 것을 보내는 서버"
    ),
    "control characters in what others say": "남이 하는 말 속의 제어 문자",
}

_REASONS = {
    "on the way there, at {step}: {why}": "그 상황에 이르는 {step} 단계에서: {why}",
    "it took more than {n} s": "{n}초 넘게 걸림",
    "the client cannot be started": "클라이언트를 시작할 수 없음",
    "there is no program {name} (from {folder}); is it compiled?": (
        "{name} 프로그램이 없음 ({folder} 기준); 컴파일했나요?"
    ),
    "no program named {name} is installed": "설치된 프로그램이 아님: {name}",
    "{name} cannot be started: {why}": "시작할 수 없음 ({name}): {why}",
}

_SUMMARIES = {
    "the client does not connect": "클라이언트가 연결하지 않음",
    "the client does not send {name}": "클라이언트가 보내야 할 {name} 없음",
    "the client does not send {name}, nor anything else any more": (
        "클라이언트가 보내야 할 {name} 없음, 그 뒤 아무 반응도 없음"
    ),
    "the client does not show {name}": "클라이언트 화면에 {name} 없음",
    "the client does not show {name}, nor anything else any more": (
        "클라이언트 화면에 {name} 없음, 그 뒤 아무 반응도 없음"
    ),
    "the client shows {name} in other words": (
        "클라이언트 화면의 {name} 표현이 명세와 다름"
    ),
    "the client sends {one} and not {other}": (
        "클라이언트가 {other} 대신 보낸 것: {one}"
    ),
    "the client sends what is no message, and not {name}": (
        "클라이언트가 {name} 대신 메시지가 아닌 것을 보냄"
    ),
    "the client sends another {name} than the right one": (
        "클라이언트가 보낸 {name} 내용이 다름"
    ),
    "the client sends something that nobody has asked for": (
        "클라이언트가 시키지 않은 것을 보냄"
    ),
    "the client sends another file than the one it has offered": (
        "클라이언트가 제안한 것과 다른 파일을 보냄"
    ),
    "the client does not send the file to its end": (
        "클라이언트가 파일을 끝까지 보내지 않음"
    ),
    "the client writes another file than the one it was sent": (
        "클라이언트가 받은 것과 다른 파일을 씀"
    ),
    "the client does not write the file into its folder": (
        "클라이언트가 받은 파일을 자기 폴더에 쓰지 않음"
    ),
    "the client writes a file outside its folder": (
        "클라이언트가 자기 폴더 밖에 파일을 씀"
    ),
    "control characters in {name} reach the terminal": (
        "{name} 속의 제어 문자가 터미널까지 감"
    ),
    "the client reads nothing of what is typed": "클라이언트가 입력을 읽지 않음",
    "the client resets its connection": "클라이언트가 연결을 RST로 끊음",
    "the client ends its connection": "클라이언트가 연결을 끊음",
    "the client is killed by {signal} ({what})": (
        "클라이언트가 {signal} 시그널로 죽음 ({what})"
    ),
    "the client ends with exit status {n}": "클라이언트가 종료 상태 {n}로 끝남",
    "the client ends with exit status {n} after {name}": (
        "{name} 뒤에 클라이언트가 종료 상태 {n}로 끝남"
    ),
    "after {name} the client is killed by {signal} ({what})": (
        "{name} 뒤에 클라이언트가 {signal} 시그널로 죽음 ({what})"
    ),
    "the client does not end after {name}": "{name} 뒤에 클라이언트가 끝나지 않음",
    "the client does not end after it was told to leave": (
        "나가라고 했는데 클라이언트가 끝나지 않음"
    ),
    "the client does not end when the server closes the connection": (
        "서버가 연결을 닫았는데 클라이언트가 끝나지 않음"
    ),
    "the client does not end when the connection breaks": (
        "연결이 끊겼는데 클라이언트가 끝나지 않음"
    ),
}

_CONVERSATION = {
    "starts the client": "클라이언트를 시작",
    "types {line}": "입력: {line}",
    "shows {text}": "화면: {text}",
    "closes the connection": "연결을 닫음",
    "{message} with control characters": "{message} (제어 문자 포함)",
    "{messages}, all at once": "{messages} (한꺼번에)",
    "{messages}, but for the end": "{messages} (끝부분 빼고)",
    "the end of that": "그 끝부분",
    "no control characters of others": "남의 제어 문자는 없음",
    "them as they are": "그대로 나옴",
    "nothing outside its folder for {name}": "폴더 밖에는 아무것도 없음 ({name})",
    "a file {path}": "파일 {path}",
}

_HINTS = {
    "it was given the address on its command line: does it use it?": (
        "주소를 명령줄로 받았습니다: 그것을 쓰나요?"
    ),
    "one recv() may bring several messages: take them one by one, all of them": (
        "recv() 한 번에 메시지가 여럿 올 수 있습니다: 하나씩 모두 처리하세요"
    ),
    "print what others say without its control characters, or spelled out": (
        "남이 하는 말은 제어 문자를 빼거나 글자로 풀어서 출력하세요"
    ),
    "keep only what stands behind the last / of a name that somebody else gives": (
        "남이 준 이름에서는 마지막 / 뒤의 것만 쓰세요"
    ),
    "it neither reacts to its keyboard nor ends with its connection: does it wait for "
    "one thing alone, or run in a circle?": (
        "입력에도 반응하지 않고 연결이 끊겨도 끝나지 않습니다: 한 가지만 기다리거나 "
        "무한 반복하고 있나요?"
    ),
    "the spec has it end with exit status {n}": "명세의 종료 상태는 {n}입니다",
    "the bytes: {why}": "그 바이트: {why}",
}

_REQUIREMENTS = {
    "A client MUST connect to the address on its command line.": (
        "클라이언트는 명령줄의 주소로 연결해야 한다(MUST)."
    ),
    "A client MUST send {name} with the name that its user gives.": (
        "클라이언트는 사용자가 준 이름으로 {name} 메시지를 보내야 한다(MUST)."
    ),
    "A client MUST let its user give another name after {name}.": (
        "{name} 뒤에 클라이언트는 다른 이름을 받아야 한다(MUST)."
    ),
    "A client MUST send {name} when it is told to leave, and end.": (
        "나가라고 하면 클라이언트는 {name} 메시지를 보내고 끝나야 한다(MUST)."
    ),
    "A client MUST send {name} for {line}, and nothing else.": (
        "{line} 입력에 클라이언트는 {name} 메시지만 보내야 한다(MUST)."
    ),
    "A client MUST show {name}.": (
        "클라이언트는 {name} 메시지를 화면에 보여야 한다(MUST)."
    ),
    "A client MUST send {name} for a {word} to {question}.": (
        "{question} 물음에 {word}로 답하면 클라이언트는 {name} 메시지를 보내야 "
        "한다(MUST)."
    ),
    "A client MUST offer and send a file for {line}.": (
        "{line} 입력에 클라이언트는 파일을 제안하고 보내야 한다(MUST)."
    ),
    "A client MUST take a file that its user wants, and keep it as it is.": (
        "클라이언트는 사용자가 원하는 파일을 받아 그대로 저장해야 한다(MUST)."
    ),
    "A client MUST refuse a file that its user does not want.": (
        "클라이언트는 사용자가 원하지 않는 파일을 거절해야 한다(MUST)."
    ),
    "A client MUST NOT write a file outside its folder, whatever it is called.": (
        "파일 이름이 무엇이든 클라이언트는 자기 폴더 밖에 쓰면 안 된다(MUST NOT)."
    ),
    "A client MUST read a message however TCP cuts it.": (
        "클라이언트는 TCP가 어떻게 자르든 메시지를 읽어야 한다(MUST)."
    ),
    "A client MUST read all messages of a segment.": (
        "클라이언트는 한 세그먼트의 모든 메시지를 읽어야 한다(MUST)."
    ),
    "A client MUST end when the server closes the connection.": (
        "서버가 연결을 닫으면 클라이언트는 끝나야 한다(MUST)."
    ),
    "A client MUST end when the connection breaks.": (
        "연결이 끊기면 클라이언트는 끝나야 한다(MUST)."
    ),
    "A client MUST end after {name}.": "{name} 뒤에 클라이언트는 끝나야 한다(MUST).",
    "A client MUST go on after what is no message, or end in order.": (
        "메시지가 아닌 것을 받아도 클라이언트는 계속하거나 제대로 끝나야 한다(MUST)."
    ),
    "A client MUST NOT let control characters in {name} steer.": (
        "{name} 속의 제어 문자가 터미널을 움직이게 하면 안 된다(MUST NOT)."
    ),
}

CLIENTS: Mapping[str, str] = {
    **_PHASES,
    **_REASONS,
    **_SUMMARIES,
    **_CONVERSATION,
    **_HINTS,
    **_REQUIREMENTS,
}
