"""Korean; particles and endings are words of their own here, since they stand on the words they belong to."""

from lawful.language.lexicon import Language, Mark

LANGUAGE = Language(
    name="Korean",
    spaced=False,
    vague="""
        깔끔, 깨끗, 가독성, 유지보수, 적절, 간결, 고품질, 모범 사례, 명확, 일관, 효율
    """,
    marks={
        Mark.FORBID: """
            사용 금지, 금지합니다, 금지한다, 금지됩니다, 금지, 하지 마세요, 하지 말 것,
            하지 않습니다, 하지 않는다, 하지 마, 하지 말아야, 사용하지 않습니다, 사용하지
            않는다, 사용하지 마세요, 사용하지 말 것, 사용하지 마, 사용하지 않기, 쓰지
            마세요, 쓰지 않는다, 쓰지 말 것, 마세요, 말 것, 않기, 절대, 안 됩니다, 안
            된다, 불가
        """,
        Mark.DISCOURAGE: """
            피하세요, 피합니다, 피한다, 피할 것, 지양합니다, 지양한다, 지양, 자제, 권장하지
            않음, 권장하지 않습니다
        """,
        Mark.REQUIRE: """
            반드시, 항상, 필수입니다, 필수, 해야 합니다, 해야 한다, 해야 함, 해야,
            사용해야 합니다, 사용해야 한다, 작성해야 합니다, 작성해야 한다, 있어야 합니다,
            있어야 한다, 추가해야 합니다, 준수, 필요합니다, 필요하다
        """,
        Mark.RECOMMEND: "권장합니다, 권장, 선호합니다, 선호, 우선, 가급적, 바람직, 좋습니다",
        Mark.PERMIT: "수 있습니다, 수 있다, 허용, 선택 사항, 선택사항, 필요 없음, 생략 가능, 가능합니다",
        Mark.DO: """
            사용하세요, 사용합니다, 사용한다, 사용하기, 사용할 것, 사용, 작성하세요,
            작성합니다, 작성한다, 작성, 추가하세요, 추가합니다, 추가, 쓰세요, 씁니다, 쓴다,
            포함하세요, 포함합니다, 포함, 적용, 하세요, 합니다, 한다, 유지, 제공, 지정
        """,
        Mark.INSTEAD_COMES: "대신에, 대신, 말고, 보다는, 보다",
        Mark.IN_IT: "에서는, 에서, 내에서는, 내에서",
        Mark.AT_MOST: """
            이하여야 합니다, 이하로 유지, 이하로, 이하, 이내로, 이내, 최대, 넘지 않도록,
            넘지 않는다, 넘지 않습니다, 넘지 말 것, 초과하지 않도록, 초과하지 않습니다,
            초과하지 않는다, 초과 금지, 미만, 제한
        """,
        Mark.MORE_THAN: "초과, 넘는",
        Mark.AT_LEAST: "이상, 최소, 적어도",
        Mark.WITHOUT: "없는, 없이",
        Mark.EXCEPT: "제외하고, 제외, 예외적으로, 이외",
        Mark.GRANT: """
            명시적으로 요청하지 않는 한, 명시적으로 요청받지 않는 한, 요청하지 않는 한, 요청받지 않는 한,
            요청이 없는 한, 지시가 없는 한, 특별한 이유가 없는 한, 특별한 이유 없이, 허락 없이, 승인 없이, 허가 없이
        """,
        Mark.ONLY: "에서만, 만",
        Mark.IF: "경우, 만약",
        Mark.BECAUSE: "때문에, 위해, 왜냐하면",
        Mark.EXAMPLE: "예를 들어, 예:, 등",
        Mark.HEDGE: "가능한 한, 가능하면, 일반적으로, 기본적으로, 되도록",
        Mark.JUDGE: "적절히, 적절한, 필요시, 필요할 때, 필요한 경우, 필요에 따라",
        Mark.AND: "및, 그리고, 와, 과",
        Mark.OR: "또는, 혹은, 이나",
        Mark.NOISE: """
            을, 를, 은, 는, 이, 가, 의, 에, 에는, 로, 으로, 도, 모든, 각, 전체,
            코드, 구문, 문, 내, 안, 새로운, 규칙, 스타일, 형식, 대한, 대해, 명확한,
            명시적, 함, 것, 수, 개
        """,
    },
    terms={
        "test": "테스트 코드, 테스트 파일, 테스트, 단위 테스트",
        "production": "프로덕션 코드, 프로덕션, 운영 코드",
        "function": "함수명, 함수",
        "method": "메서드명, 메서드, 메소드",
        "class": "클래스명, 클래스",
        "module": "모듈명, 모듈",
        "package": "라이브러리, 패키지, 의존성",
        "file": "파일명, 파일",
        "variable": "변수명, 변수",
        "constant": "상수명, 상수",
        "parameter": "매개변수, 파라미터, 인자, 인수",
        "return": "반환값, 반환 값, 반환 타입, 반환",
        "name": "네이밍, 이름, 명명",
        "public": "공개, 퍼블릭",
        "private": "비공개, 내부",
        "default": "기본 인자, 기본값, 기본 매개변수, 디폴트",
        "mutable": "가변, 변경 가능한",
        "list": "리스트",
        "dict": "딕셔너리, 사전",
        "import": "임포트, 가져오기",
        "wildcard": "와일드카드, 별표",
        "bare": "맨, 빈",
        "exception": "예외",
        "print": "프린트 문, 프린트",
        "logging": "로깅, 로거, 로그",
        "debug": "디버깅, 디버그",
        "output": "출력, 콘솔",
        "docstring": "독스트링, 문서 문자열, 문서화 문자열",
        "type-hint": "타입 힌트, 타입힌트, 타입 어노테이션, 타입 주석, 형 힌트",
        "line": "줄, 행, 라인",
        "character": "문자, 글자, 자",
        "length": "길이",
        "line-length": "줄 길이, 라인 길이, 행 길이, 한 줄의 길이",
        "snake_case": "스네이크 케이스, 스네이크케이스",
        "PascalCase": "파스칼 케이스, 파스칼케이스",
        "camelCase": "카멜 케이스, 카멜케이스",
        "UPPER_CASE": "대문자 스네이크 케이스, 대문자",
        "endpoint": "엔드포인트",
        "single-line": "한 줄",
        "multi-line": "여러 줄",
        "full-stop": "마침표",
        "comment": "주석",
        "english": "영어",
        "chinese": "중국어",
        "hardcode": "하드코딩",
        "credential": "비밀번호, 시크릿, 비밀 정보, 민감한 정보, 민감 정보, 자격 증명, API 키",
        "environment-variable": "환경 변수, 환경변수",
        "type": "타입",
        "lambda": "람다",
        "ternary": "삼항 연산자",
        "nested": "중첩된, 중첩",
        "global": "전역",
        "split": "분리, 분할, 리팩토링, 리팩터링, 쪼개",
        "magic-number": "매직 넘버",
        "prefix": "접두사, 접두어",
        "suffix": "접미사, 접미어",
        "enum": "열거형",
        "boolean": "불리언, 불린",
        "interface": "인터페이스",
        "async": "비동기",
        "operation": "작업",
        "error": "오류, 에러",
        "custom": "커스텀, 사용자 정의",
        "early-return": "조기 반환, 얼리 리턴",
        "database": "데이터베이스",
        "request": "요청",
        "service": "서비스",
        "call": "호출",
        "client": "클라이언트",
        "configuration": "설정",
        "with-parameters": "인자가 있는, 매개변수가 있는, 파라미터가 있는",
        "without-parameters": "인자가 없는, 매개변수가 없는, 파라미터가 없는",
        "same-line": "같은 줄",
        "blank-line": "빈 줄",
    },
)
