"""What the reasons and the notices are called in Russian."""

WORDS = {
    "working": "рабочее время",
    "break": "перерыв",
    "outside hours": "нерабочее время",
    "day off": "выходной",
    "holiday": "праздник",
    "closed": "закрыто",
    "waiting": "ожидание",
    "waiting since": "ожидание с {since}",
    "before registration": "до регистрации",
    "not started": "отсчёт не начат",
    "earlier run": "прошлый отсчёт",
    "done": "завершено",
    "burnt": "закрыто, но учтено",
    "with a note": "{told} ({note})",
    "beyond": "{told}, вне известных дней",
    "counted": "{target}: учтено {used}",
    "counted and waited": "{target}: учтено {used}, в ожидании {waited}",
    "day": "день",
    "from - to": "с - до",
    "counted time": "учтено",
    "why": "причина",
    "request": "обращение",
    "target": "срок",
    "due": "до",
    "left": "осталось",
    "overdue by": "просрочено на {time}",
    "time left": "осталось {time}",
    "no promise": "без срока",
    # the days of a calendar, as pictures show them
    "transferred": "перенос",
    "shortened": "короткий день",
    "other hours": "другие часы",
    "hours": "часы",
    "worked": "рабочее время {time}",
    "differs": "отличается дней: {days}",
    "differs by one": "отличается один день",
    "the same": "дни одинаковы",
    "here": "здесь",
    "there": "там",
    # the course of a request
    "off": "нерабочее время",
    "registered": "регистрация",
    "overdue": "просрочено",
    "stopped": "остановлено",
    "breached": "нарушено",
    "status": "статус",
    "urgency": "срочность",
    "notice today": "Мы ответим сегодня с {time}",
    "notice tomorrow": "Мы ответим завтра с {time}",
    "notice weekday": "Мы ответим {weekday} с {time}",
    "notice date": "Мы ответим {date} с {time}",
    # rules for a day
    "like": "как {weekday}",
    "shorter": "короче на {time}",
}

# names that the library gives: of targets, of states, of days
NAMES = {
    "response": "реакция",
    "resolution": "решение",
    "next reply": "следующий ответ",
    "periodic update": "очередное сообщение",
    "hand-over": "передача",
    "open": "в работе",
    "waiting": "ожидание",
    "resolved": "решено",
    "cancelled": "отменено",
    "start": "регистрация",
    "pause": "пауза",
    "resume": "продолжение",
    "respond": "ответ",
    "resolve": "решение",
    "reopen": "возобновление",
    "cancel": "отмена",
    "holiday": "праздник",
    "closed": "закрыто",
    "skipped by the zone's clock": "этого дня не было на часах пояса",
}

# in the accusative, with their preposition: when something happens
WEEKDAYS = (
    "в понедельник",
    "во вторник",
    "в среду",
    "в четверг",
    "в пятницу",
    "в субботу",
    "в воскресенье",
)

UNITS = {"h": "\N{NO-BREAK SPACE}ч", "m": "\N{NO-BREAK SPACE}мин", "s": "\N{NO-BREAK SPACE}с"}

DATES = {
    "day": "EEE dd.MM.y",
    "weekday": "EEE",
    "date": "dd.MM.y",
    "told": "d MMMM",
    "told with the year": "d MMMM y",
    "month": "LLL",
    "month and year": "LLLL y",
}
